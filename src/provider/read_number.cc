#include "provider/read_number.h"

#include <string>

#include "provider/json_fields.h"
#include "provider/number_values.h"
#include "provider/sign_text.h"

namespace wa {

bool IsNumber(const Json& object) {
  return Member(object, {"display_phone_number", "verified_name", "quality_rating", "name_status",
                         "code_verification_status", "platform_type", "host_platform",
                         "messaging_limit_tier", "whatsapp_business_manager_messaging_limit",
                         "throughput"}) != nullptr;
}

void ReadNumber(const Json& number, std::vector<Sign>& signs) {
  const std::string id = IdIn(number, {"id"});
  const std::string rating = WordIn(number, {"quality_rating"});
  const std::string status = WordIn(number, {"status"});
  AddField(signs, "quality_rating", rating, id);
  if (status != "flagged") {
    AddField(signs, "number_status", status, id);
  } else if (!rating.empty()) {
    AddField(signs, "number_status", Words({status, "quality_rating", rating}), id);
  } else if (signs.size() < kMaxSigns) {
    signs.push_back({SignKind::kMessaging, std::nullopt, "flagged, quality_rating missing", id});
  }
  AddField(signs, "name_status", WordIn(number, {"name_status"}), id);
  AddField(signs, "messaging_limit", LimitWord(number), id);
}

void ReadListedNumber(const Json& number, std::vector<Sign>& signs) {
  const std::string mode = WordIn(number, {"account_mode"});
  const bool pending = WordIn(number, {"status"}) == "pending";
  if (mode == "sandbox" || (pending && mode != "live")) return;
  ReadNumber(number, signs);
}

}  // namespace wa
