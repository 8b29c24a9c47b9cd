#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "simulator/actors.h"
#include "simulator/api_site.h"

namespace wa::simulator {

// Status pages in the form of Instatus: GET /summary.json, without a key.
class StatusPageSite final : public ApiSite {
 public:
  // REQUIRES: the actors outlive the site.
  StatusPageSite(const std::vector<StatusPageScript>& pages, const Actors* actors);
  bool Has(const std::string& path) const { return subjects_.count(path) > 0; }
  Exchange Identify(const Request& request) const override;
  AnswerPtr Handle(const Request& request, const Exchange& exchange, const Moment& now) override;

 private:
  struct Begin {
    std::string event;
    SystemTime time;
  };
  std::string Since(const std::string& subject, const std::string& event, SystemTime now);
  std::string Summary(const std::string& subject, const Said& said, SystemTime now);

  const Actors* actors_;
  std::map<std::string, std::string> subjects_;  // by path
  std::map<std::string, Begin> begins_;          // by subject: since when its event is told
};

}  // namespace wa::simulator
