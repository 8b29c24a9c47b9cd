#pragma once

#include "model/facts.h"
#include "model/http.h"

namespace wa {

// What a good answer without any known form means.
enum class Unasked {
  kIsHealth,   // health was asked for, and there is none: `missing`
  kIsNothing,  // whatever was asked for: no news
};

// The facts of an answer when nobody says what had been asked: finds the form by itself. Errors
// first, as for ReadHealthAnswer(); of a good answer, the values of a health answer, of a phone
// number's fields, of an On-Premises health answer, of a list of templates, of a webhook's
// configuration, of a partner's channels and of a status page, as signs of kind kMessaging,
// kCalling and kField, and of kEvent for what a status page says is over. Never throws; linear in
// the size of the body.
Facts ReadAnyAnswer(const HttpResponse& response, Unasked unasked);

}  // namespace wa
