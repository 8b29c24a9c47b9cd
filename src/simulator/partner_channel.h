#pragma once

#include "simulator/number_json.h"

namespace wa::simulator {

// What the Partner API says of an account: a channel.
Json PartnerChannel(const AccountScript& account, const Said& said);

}  // namespace wa::simulator
