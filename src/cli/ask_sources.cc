#include "cli/ask_sources.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "condition/classify.h"
#include "monitor/account_source.h"
#include "monitor/partner_client.h"
#include "monitor/source_readers.h"

namespace wa {
namespace {

// A partner's login, a page, and once more for a login that had just ended.
constexpr int kMostQuestions = 3;

// What a piece of news says is wrong; empty if nothing is.
class TroubleIn {
 public:
  explicit TroubleIn(const Catalogue& catalogue) : catalogue_(catalogue) {}

  std::string operator()(const SubjectObserved& observed) const {
    if (observed.failure) return WhyNoAnswer(*observed.failure);
    const std::vector<Finding> findings = ClassifyPoll(catalogue_, observed.facts);
    if (findings.empty()) return "";
    const Finding& worst = findings.front();
    return worst.condition->slug + ": " + worst.condition->title +
           (worst.detail.empty() ? "" : " (" + worst.detail + ")");
  }
  std::string operator()(const SourceFailed& failed) const { return failed.why; }
  template <typename Other>
  std::string operator()(const Other&) const {
    return "";
  }

 private:
  const Catalogue& catalogue_;
};

class Asker {
 public:
  Asker(const Config& config, const Catalogue& catalogue, Transport& transport, const Clock& clock)
      : config_(config), catalogue_(catalogue), transport_(transport), clock_(clock) {}

  void AskPartners() {
    for (const PartnerSettings& partner : config_.partners) {
      if (!partner.HasApi()) continue;
      PartnerClient client(partner, config_.polling, &NoHurry, clock_.Steady());
      Ask("partner/" + partner.name, client);
    }
  }

  void AskWabas() {
    for (const WabaSource& source : config_.waba_sources) {
      const auto provider =
          std::find_if(config_.providers.begin(), config_.providers.end(),
                       [&](const auto& p) { return p.name == source.defaults.provider; });
      if (provider == config_.providers.end()) continue;  // load/ refuses it
      AskOne(WabaSourceKind(source, *provider, readers_));
    }
  }

  void AskHttp() {
    for (const HttpSource& source : config_.http_sources) AskOne(HttpSourceKind(source, readers_));
  }

  std::vector<AskedSource> Take() { return std::move(asked_); }

 private:
  // When to ask again does not matter: nobody does.
  static Pacing NoHurry(const Facts&) { return {}; }

  void AskOne(SourceKind kind) {
    std::string name = kind.name;
    AccountSource source(std::move(kind), config_.polling, &NoHurry, clock_.Steady());
    Ask(std::move(name), source);
  }

  void Ask(std::string name, SideTask& task) {
    std::vector<News> news;
    for (int i = 0; i < kMostQuestions && news.empty(); ++i) news = task.Handle(Fetch(task));
    AskedSource asked{std::move(name), ""};
    for (const News& one : news) {
      if (asked.trouble.empty()) asked.trouble = std::visit(TroubleIn(catalogue_), one);
    }
    asked_.push_back(std::move(asked));
  }

  Completion Fetch(SideTask& task) {
    HttpRequest request = task.Ask(clock_.Steady());
    request.timeout = config_.polling.timeout;
    transport_.Start(0, std::move(request));
    for (;;) {
      auto done = transport_.Wait(clock_.Steady() + config_.polling.timeout);
      if (!done.empty()) return std::move(done.front());
    }
  }

  const Config& config_;
  const Catalogue& catalogue_;
  Transport& transport_;
  const Clock& clock_;
  const SourceReaders readers_ = ProviderReaders();
  std::vector<AskedSource> asked_;
};

}  // namespace

std::vector<AskedSource> AskSources(const Config& config, const Catalogue& catalogue,
                                    Transport& transport, const Clock& clock) {
  Asker asker(config, catalogue, transport, clock);
  asker.AskPartners();
  asker.AskWabas();
  asker.AskHttp();
  return asker.Take();
}

}  // namespace wa
