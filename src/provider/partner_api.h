#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "model/account.h"
#include "model/channel.h"
#include "model/facts.h"
#include "model/http.h"

// 360dialog's Partner API: what is asked of it, and what its answers mean. Read-only but for the
// login. Pure; never throws. Sources (2026-11-23):
// https://docs.360dialog.com/partner/partner-api/intro (authorization),
// https://docs.360dialog.com/partner/partner-api/api-reference/channel-management (listing),
// https://github.com/yuenkik6/WABA360Dialog.NET (names of the token's and the channel's fields).
namespace wa {

// What a login gives. There is also a refresh token, but no page says where it is to be sent: a
// token that ends is replaced by a new login.
struct PartnerToken {
  Secret access;
  std::optional<Duration> good_for;  // unset: it was not said
};

// One page of the listing of a partner's channels.
struct ChannelPage {
  std::vector<ListedChannel> channels;  // without those that are terminated
  std::vector<std::string> terminated;  // ids of those
  std::size_t entries = 0;              // on the page, of whatever kind
  std::optional<std::size_t> total;     // in the whole listing, if it is said
};

// POST /api/v2/token.
HttpRequest PartnerLogin(const PartnerSettings& partner);
// GET /api/v2/partners/ID/channels from `offset` on, by id. With the partner's key, or with the
// token where it has none.
HttpRequest PartnerChannels(const PartnerSettings& partner, const Secret& token,
                            std::size_t offset);

// What an answer gives, or the facts of the error that it is.
tl::expected<PartnerToken, Facts> ReadPartnerToken(const HttpResponse& response);
tl::expected<ChannelPage, Facts> ReadChannelPage(const HttpResponse& response);

// The facts of an answer that is well-formed and cannot be true, in our own words.
Facts UnreadableAnswer(int http_status, std::string why);

}  // namespace wa
