#include "simulator/status_page_site.h"

#include <array>
#include <ctime>

namespace wa::simulator {
namespace {

constexpr const char* kUrl = "https://status.360dialog.com";

// As JavaScript writes dates, which is what Instatus publishes.
std::string JavaScriptDate(SystemTime time) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(time).time_since_epoch() / std::chrono::seconds(1);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 80> text{};
  const std::size_t length =
      std::strftime(text.data(), text.size(),
                    "%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)", &parts);
  return {text.data(), length};
}

// As much of https://metastatus.com/data/orgs.json as its readers rely on; it knows no maintenance.
std::string Products(const Said& said) {
  const bool is_well = said.Text("incident", "").empty();
  const std::string status = is_well ? "No known issues" : said.Text("impact", "High disruptions");
  const Json services = Json::array({{{"id", 4}, {"name", "Cloud API"}, {"status", status}}});
  return Text(Json::array({{{"id", "whatsapp-business-api"},
                            {"name", said.Text("page_name", "WhatsApp Business Platform")},
                            {"services", services}}}));
}

}  // namespace

StatusPageSite::StatusPageSite(const std::vector<StatusPageScript>& pages, const Actors* actors)
    : actors_(actors) {
  for (const StatusPageScript& page : pages) {
    pages_[page.path] = {"status-page/" + page.name, page.form};
  }
}

Exchange StatusPageSite::Identify(const Request& request) const {
  Exchange exchange;
  exchange.api = Api::kStatusPage;
  exchange.topic = Topic::kPage;
  exchange.route = request.path;
  exchange.subject = pages_.at(request.path).subject;
  return exchange;
}

AnswerPtr StatusPageSite::Handle(const Request& request, const Exchange& exchange,
                                 const Moment& now) {
  const Actor& actor = actors_->at(exchange.subject);
  const Roster::Current current = actor.At(now.script);
  const Said said = actor.SaidBy(current);
  return Scripted(current.answer, Topic::kPage, [&] {
    return pages_.at(request.path).form == StatusPageForm::kMeta
               ? Products(said)
               : Summary(exchange.subject, said, now.wall);
  });
}

std::string StatusPageSite::Since(const std::string& subject, const std::string& event,
                                  SystemTime now) {
  Begin& begin = begins_[subject];
  if (begin.event != event) begin = {event, now};
  return JavaScriptDate(begin.time);
}

std::string StatusPageSite::Summary(const std::string& subject, const Said& said, SystemTime now) {
  const std::string incident = said.Text("incident", "");
  const std::string maintenance = said.Text("maintenance", "");
  const char* status = !incident.empty() ? "HASISSUES" : "UP";
  if (incident.empty() && !maintenance.empty()) status = "UNDERMAINTENANCE";
  Json json{
      {"page", {{"name", said.Text("page_name", "360Dialog")}, {"url", kUrl}, {"status", status}}}};
  const std::string since = Since(subject, incident + "/" + maintenance, now);
  if (!incident.empty()) {
    json["activeIncidents"] =
        Json::array({{{"name", incident},
                      {"started", since},
                      {"status", said.Text("incident_status", "INVESTIGATING")},
                      {"impact", said.Text("impact", "MAJOROUTAGE")},
                      {"url", std::string(kUrl) + "/incident/1"}}});
  }
  if (!maintenance.empty()) {
    json["activeMaintenances"] = Json::array({{{"name", maintenance},
                                               {"start", since},
                                               {"status", "INPROGRESS"},
                                               {"duration", "60"},
                                               {"url", std::string(kUrl) + "/maintenance/1"}}});
  }
  return Text(json);
}

}  // namespace wa::simulator
