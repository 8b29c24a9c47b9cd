#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "simulator/actors.h"
#include "simulator/api_site.h"

namespace wa::simulator {

// Status pages, which everybody may read: the summary.json of Instatus, or Meta's list of products.
class StatusPageSite final : public ApiSite {
 public:
  // REQUIRES: the actors outlive the site.
  StatusPageSite(const std::vector<StatusPageScript>& pages, const Actors* actors);
  bool Has(const std::string& path) const { return pages_.count(path) > 0; }
  Exchange Identify(const Request& request) const override;
  AnswerPtr Handle(const Request& request, const Exchange& exchange, const Moment& now) override;

 private:
  struct Page {
    std::string subject;
    StatusPageForm form;
  };
  struct Begin {
    std::string event;
    SystemTime time;
  };
  std::string Since(const std::string& subject, const std::string& event, SystemTime now);
  std::string Summary(const std::string& subject, const Said& said, SystemTime now);

  const Actors* actors_;
  std::map<std::string, Page> pages_;    // by path
  std::map<std::string, Begin> begins_;  // by subject: since when its event is told
};

}  // namespace wa::simulator
