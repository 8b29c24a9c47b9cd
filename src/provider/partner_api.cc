#include "provider/partner_api.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "provider/event_values.h"
#include "provider/json_fields.h"
#include "provider/number_values.h"
#include "provider/read_answer.h"
#include "provider/read_any.h"
#include "provider/read_channel.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

HttpRequest Request(const PartnerSettings& partner, const std::string& path) {
  HttpRequest request;
  request.url = partner.base_url + "/api/v2" + path;
  request.headers = {{"Accept", "application/json"}};
  request.ca_file = partner.ca_file;
  return request;
}

ListedChannel ReadListed(const Json& entry, std::string id) {
  ListedChannel channel;
  channel.status = WordIn(entry, {"status"});
  channel.account.name = id;
  channel.account.channel_id = std::move(id);
  if (const Json* setup = ObjectIn(entry, {"setup_info"})) {
    channel.account.phone_number = DigitsOf(IdIn(*setup, {"phone_number"}));
  }
  if (const Json* account = ObjectIn(entry, {"waba_account"})) {
    channel.account.waba_id = IdIn(*account, {"id"});
  }
  Facts& facts = channel.facts;
  facts.is_event = true;
  ReadChannel(entry, facts.signs);
  facts.signs.push_back(
      {SignKind::kEvent, std::nullopt, Words({"channel_listed", channel.status}), {}});
  const std::string rating = WordIn(entry, {"current_quality_rating"});
  if (!rating.empty()) {
    facts.signs.push_back({SignKind::kEvent, std::nullopt, Words({"channel_rated", rating}), {}});
  }
  facts.number.quality_level = QualityLevel(rating);
  facts.number.messaging_limit = MessagingLimit(WordIn(entry, {"current_limit"}));
  return channel;
}

// What may stand in a header. Tokens that carry their claims are longer than keys.
bool IsToken(std::string_view text) {
  constexpr std::size_t kLongest = 8192;
  return !text.empty() && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// An error, or an answer that holds something else than what was asked for. Errors come first, and
// nothing of the body is repeated beside them: it may hold a credential.
Facts WithoutContent(const HttpResponse& response, std::string what_is_missing) {
  Facts facts = ReadAnyAnswer(response, Unasked::kIsNothing);
  if (IsGoodStatus(response.status)) {
    facts.signs.push_back({SignKind::kUnreadable, std::nullopt, std::move(what_is_missing), {}});
  }
  return facts;
}

void ReadEntry(const Json& entry, ChannelPage& page) {
  std::string id = IdIn(entry, {"id"});
  if (id.empty()) return;
  if (Member(entry, {"terminated_at"}) != nullptr) {
    page.terminated.push_back(std::move(id));
  } else {
    page.channels.push_back(ReadListed(entry, std::move(id)));
  }
}

}  // namespace

HttpRequest PartnerLogin(const PartnerSettings& partner) {
  HttpRequest request = Request(partner, "/token");
  request.headers.emplace_back("Content-Type", "application/json");
  request.login = Secret(Dump({{"username", std::string(partner.username.Reveal())},
                               {"password", std::string(partner.password.Reveal())}}));
  return request;
}

HttpRequest PartnerChannels(const PartnerSettings& partner, const Secret& token,
                            std::size_t offset) {
  // Channels are listed whole, with their clients.
  constexpr std::size_t kBytesPerChannel = 16 << 10;
  HttpRequest request =
      Request(partner, "/partners/" + PercentEncode(partner.id) +
                           "/channels?limit=" + std::to_string(partner.page_size) +
                           "&offset=" + std::to_string(offset) + "&sort=id");
  if (partner.api_key.empty()) {
    request.secret_header = "Authorization";
    request.secret = Prefixed("Bearer ", token);
  } else {
    request.secret_header = "X-API-Key";
    request.secret = partner.api_key;
  }
  request.max_body_bytes = std::max(request.max_body_bytes, partner.page_size * kBytesPerChannel);
  return request;
}

tl::expected<PartnerToken, Facts> ReadPartnerToken(const HttpResponse& response) {
  const ParsedJson parsed = ParseJson(response.body);
  const Json* text = Member(parsed.value, {"access_token"});
  const auto* access = text == nullptr ? nullptr : text->get_ptr<const Json::string_t*>();
  if (!IsGoodStatus(response.status) || access == nullptr || !IsToken(*access)) {
    return tl::unexpected(WithoutContent(response, "no access_token in it"));
  }
  PartnerToken token;
  token.access = Secret(*access);
  const auto seconds = NumberIn(parsed.value, {"expires_in"});
  constexpr std::int64_t kYear = 365 * 24 * 3600;
  if (seconds && *seconds > 0) token.good_for = std::chrono::seconds(std::min(*seconds, kYear));
  return token;
}

tl::expected<ChannelPage, Facts> ReadChannelPage(const HttpResponse& response) {
  const ParsedJson parsed = ParseJson(response.body);
  const Json* list = ArrayIn(parsed.value, {"partner_channels"});
  if (!IsGoodStatus(response.status) || list == nullptr) {
    return tl::unexpected(WithoutContent(response, "no list of channels in it"));
  }
  ChannelPage page;
  for (const Json& entry : *list) ReadEntry(entry, page);
  page.entries = list->size();
  const auto total = NumberIn(parsed.value, {"total"});
  if (total && *total >= 0) page.total = static_cast<std::size_t>(*total);
  return page;
}

Facts UnreadableAnswer(int http_status, std::string why) {
  Facts facts;
  facts.http_status = http_status;
  facts.signs.push_back({SignKind::kUnreadable, std::nullopt, std::move(why), {}});
  return facts;
}

}  // namespace wa
