#include "metrics/exposition.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <exception>
#include <iterator>
#include <optional>
#include <utility>

#include "base/gzip.h"
#include "base/log.h"
#include "metrics/catalogue.h"
#include "metrics/webhook_counts.h"

namespace wa {
namespace {

using MetricFamilies = std::vector<prometheus::MetricFamily>;

void Append(MetricFamilies families, MetricFamilies& all) {
  all.insert(all.end(), std::make_move_iterator(families.begin()),
             std::make_move_iterator(families.end()));
}

std::optional<ProcessUsage> Usage() {
  auto usage = ReadProcessUsage();
  if (usage) return *usage;
  Log(LogLevel::kDebug, "no process metrics", {{"error", usage.error().message}});
  return std::nullopt;
}

// Its own series count too: they are collected once for their number, and once for good.
MetricFamilies CollectSelf(SelfView self) {
  const auto& rows = SelfFamilies();
  CountSeries(rows, FamilyCollector<SelfView>(rows, self).Collect(), self.series);
  return FamilyCollector<SelfView>(rows, std::move(self)).Collect();
}

void CannotBeMade(std::string_view reason) {
  Log(LogLevel::kError, "the metrics cannot be made", {{"error", std::string(reason)}});
}

}  // namespace

// Nothing but the counters changes after it is made, so that scrapes do not wait for each other.
class Exposition::Impl {
 public:
  Impl(MetricsSource source, BuildInfo build, const std::vector<std::string_view>& handlers)
      : source_(std::move(source)), build_(std::move(build)), requests_(handlers) {}

  MetricFamilies Collect() const {
    SelfView self{build_, source_.exporter(), requests_.Rows(), {}, {}};
    MetricFamilies all = Run(Collector::kFleet, FleetFamilies(), self, [&](auto collect) {
      const auto snapshot = source_.snapshot();
      if (snapshot == nullptr) return collect(std::nullopt);
      return collect(FleetView{*snapshot, source_.now(), webhooks_.All()});
    });
    MetricFamilies process = Run(Collector::kProcess, ProcessFamilies(), self,
                                 [](auto collect) { return collect(Usage()); });
    Append(CollectSelf(std::move(self)), all);
    Append(std::move(process), all);
    return all;
  }

  void CountRequest(std::string_view handler, int code) { requests_.Count(handler, code); }

  void CountWebhook(std::string_view provider, int code, std::optional<WebhookRefusal> reason) {
    webhooks_.Count(provider, code, reason);
  }

 private:
  // Collects `rows` from what `with_source` passes on, and notes in `self` how that went.
  template <typename Source, typename WithSource>
  MetricFamilies Run(Collector collector, const std::vector<Family<Source>>& rows, SelfView& self,
                     const WithSource& with_source) const {
    CollectorRun& run = self.collectors[static_cast<std::size_t>(collector)];
    const SystemTime started = source_.now();
    MetricFamilies families = with_source([&](std::optional<Source> source) {
      run.success = source.has_value();
      return FamilyCollector<Source>(rows, std::move(source)).Collect();
    });
    run.duration = std::max(source_.now() - started, Duration(0));
    CountSeries(rows, families, self.series);
    return families;
  }

  const MetricsSource source_;
  const BuildInfo build_;
  RequestCounts requests_;
  WebhookCounts webhooks_;
};

Exposition::Exposition(MetricsSource source, BuildInfo build,
                       const std::vector<std::string_view>& handlers)
    : impl_(std::make_unique<Impl>(std::move(source), std::move(build), handlers)) {}

Exposition::~Exposition() = default;

std::shared_ptr<const std::string> Exposition::Text(bool gzip) const {
  try {
    std::string text = prometheus::TextSerializer().Serialize(impl_->Collect());
    if (!gzip) return std::make_shared<const std::string>(std::move(text));
    auto packed = Gzip(text);
    if (packed) return std::make_shared<const std::string>(std::move(*packed));
    CannotBeMade(packed.error().message);
  } catch (const std::exception& error) {
    CannotBeMade(error.what());
  }
  return nullptr;
}

void Exposition::CountRequest(std::string_view handler, int code) {
  impl_->CountRequest(handler, code);
}

void Exposition::CountWebhook(std::string_view provider, int code,
                              std::optional<WebhookRefusal> reason) {
  impl_->CountWebhook(provider, code, reason);
}

}  // namespace wa
