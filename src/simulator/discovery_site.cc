#include "simulator/discovery_site.h"

#include <utility>

namespace wa::simulator {
namespace {

AnswerPtr Plain(int status, const char* text) {
  Answer answer;
  answer.name = "status-" + std::to_string(status);
  answer.status = status;
  answer.headers = {{"Content-Type", "text/plain"}};
  answer.body = text;
  return std::make_shared<const Answer>(std::move(answer));
}

}  // namespace

DiscoverySite::DiscoverySite(std::vector<DiscoveryScript> discoveries, Roster* roster,
                             const Actors* actors)
    : roster_(roster), actors_(actors) {
  for (DiscoveryScript& script : discoveries) {
    roster->scrubber()->Add(script.token.Reveal());
    Source source{std::move(script), {}};
    source.accounts = roster->Members(source.script.accounts);
    sources_.emplace("/sd/" + source.script.name, std::move(source));
  }
}

Exchange DiscoverySite::Identify(const Request& request) const {
  Exchange exchange;
  exchange.api = Api::kDiscovery;
  exchange.SetKey(BearerOf(request));
  const auto found = sources_.find(request.path);
  if (found == sources_.end()) return exchange;
  exchange.topic = Topic::kPage;
  exchange.route = request.path;
  exchange.subject = "discovery/" + found->second.script.name;
  return exchange;
}

AnswerPtr DiscoverySite::Handle(const Request& request, const Exchange& exchange,
                                const Moment& now) {
  const auto found = sources_.find(request.path);
  if (found == sources_.end()) return Plain(404, "no such source\n");
  const Secret& token = found->second.script.token;
  if (!token.empty() && token.Reveal() != exchange.key) return Plain(401, "unauthorized\n");
  const Roster::Current current = actors_->at(exchange.subject).At(now.script);
  return Scripted(current.answer, Topic::kPage, [&] { return Groups(found->second, now); });
}

std::string DiscoverySite::Groups(const Source& source, const Moment& now) const {
  Json groups = Json::array();
  for (const std::size_t index : source.accounts) {
    const Roster::Current current = roster_->At(index, now.script);
    if (!roster_->SaidBy(index, current).Is("listed", true)) continue;
    const AccountScript& account = roster_->account(index);
    groups.push_back(Json{{"targets", Json::array({account.name})},
                          {"labels",
                           {{"phone_number_id", account.phone_number_id},
                            {"waba_id", account.waba_id},
                            {"channel_id", account.channel_id}}}});
  }
  return Text(groups);
}

}  // namespace wa::simulator
