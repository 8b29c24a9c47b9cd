#include "metrics/exposition.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

#include "base/gzip.h"
#include "base/log.h"
#include "metrics/catalogue.h"
#include "metrics/family_collector.h"
#include "metrics/fleet_text.h"
#include "metrics/text_writer.h"
#include "metrics/webhook_counts.h"

namespace wa {
namespace {

// Counts series, and does nothing else with them.
class SeriesCounter final : public SeriesWriter {
  void WriteSample(LabelValues, const LabelPairs&, double) override {}
  void WriteHistogram(LabelValues, const HistogramView&) override {}
};

template <typename Source>
void CountFamilies(const std::vector<Family<Source>>& rows, const std::optional<Source>& source,
                   SeriesCounts& counts) {
  if (!source) return;
  for (const Family<Source>& row : rows) {
    SeriesCounter counter;
    row.read(*source, counter);
    CountSeries(row.series_class, counter.series(), counts);
  }
}

// The exporter itself: everything but the fleet.
struct Own {
  std::optional<SelfView> self;
  std::optional<ProcessUsage> usage;
};

std::string OwnText(const Own& own) {
  auto families = FamilyCollector<SelfView>(SelfFamilies(), own.self).Collect();
  auto process = FamilyCollector<ProcessUsage>(ProcessFamilies(), own.usage).Collect();
  families.insert(families.end(), std::make_move_iterator(process.begin()),
                  std::make_move_iterator(process.end()));
  return prometheus::TextSerializer().Serialize(families);
}

// prometheus-cpp does not write it.
std::string OwnOpenMetrics(const Own& own) {
  std::string text;
  TextPieces out([&](std::string_view piece) { text += piece; });
  SeriesCounts counted_before{};
  WriteFamilies(SelfFamilies(), own.self, TextFormat::kOpenMetrics, out, counted_before);
  WriteFamilies(ProcessFamilies(), own.usage, TextFormat::kOpenMetrics, out, counted_before);
  out.Append("# EOF\n");
  out.Finish();
  return text;
}

std::optional<ProcessUsage> Usage() {
  auto usage = ReadProcessUsage();
  if (usage) return *usage;
  Log(LogLevel::kDebug, "no process metrics", {{"error", usage.error().message}});
  return std::nullopt;
}

void CannotBeMade(std::string_view reason) {
  Log(LogLevel::kError, "the metrics cannot be made", {{"error", std::string(reason)}});
}

}  // namespace

class Exposition::Impl {
 public:
  Impl(MetricsSource source, BuildInfo build, const std::vector<std::string_view>& handlers)
      : source_(std::move(source)), build_(std::move(build)), requests_(handlers) {}

  Result<std::string> Text(TextFormat format, bool gzip) {
    const auto snapshot = source_.snapshot();
    auto fleet = fleet_.Write(snapshot, source_.now, format, gzip);
    if (!fleet) return tl::unexpected(fleet.error());
    const Own own = MakeOwn(snapshot.get(), *fleet);
    const std::string text =
        format == TextFormat::kOpenMetrics ? OwnOpenMetrics(own) : OwnText(own);
    if (!gzip) return std::move(fleet->text += text);
    const auto deflated = Deflate(text);
    if (!deflated) return tl::unexpected(deflated.error());
    return GzipOf({fleet->deflated.get(), &*deflated});
  }

  void CountRequest(std::string_view handler, int code) { requests_.Count(handler, code); }

  void CountWebhook(std::string_view provider, int code, std::optional<WebhookRefusal> reason) {
    webhooks_.Count(provider, code, reason);
  }

 private:
  Own MakeOwn(const FleetSnapshot* snapshot, const FleetText& fleet) const {
    SelfView self{build_, source_.exporter(), requests_.Rows(), {}, fleet.series, webhooks_.All()};
    if (snapshot != nullptr) {
      self.mode = snapshot->metrics_mode;
      for (const auto& provider : snapshot->providers) self.webhooks.try_emplace(provider.name);
    }
    const SystemTime started = source_.now();
    std::optional<ProcessUsage> usage = Usage();
    const Duration took = std::max(source_.now() - started, Duration(0));
    // By Collector.
    self.collectors = {CollectorRun{snapshot != nullptr, fleet.took},
                       CollectorRun{usage.has_value(), took}};
    Own own{std::move(self), usage};
    SeriesCounts& series = own.self->series;
    CountFamilies(ProcessFamilies(), own.usage, series);
    SeriesCounts own_series{};
    CountFamilies(SelfFamilies(), own.self, own_series);
    std::transform(series.begin(), series.end(), own_series.begin(), series.begin(), std::plus<>());
    return own;
  }

  const MetricsSource source_;
  const BuildInfo build_;
  RequestCounts requests_;
  WebhookCounts webhooks_;
  FleetWriter fleet_;
};

Exposition::Exposition(MetricsSource source, BuildInfo build,
                       const std::vector<std::string_view>& handlers)
    : impl_(std::make_unique<Impl>(std::move(source), std::move(build), handlers)) {}

Exposition::~Exposition() = default;

std::shared_ptr<const std::string> Exposition::Text(TextFormat format, bool gzip) const {
  try {
    auto text = impl_->Text(format, gzip);
    if (text) return std::make_shared<const std::string>(std::move(*text));
    CannotBeMade(text.error().message);
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
