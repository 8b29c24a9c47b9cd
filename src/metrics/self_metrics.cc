#include "metrics/self_metrics.h"

#include <algorithm>

#include "base/log.h"
#include "metrics/moment.h"

namespace wa {
namespace {

constexpr std::string_view kOther = "other";
constexpr int kFirstCode = 100;
constexpr int kLastCode = 599;
// Slot 0 is for what is no HTTP status.
constexpr std::size_t kSlots = kLastCode - kFirstCode + 2;
// There from the start, so that a first error is an increase.
constexpr std::array kUsualCodes{200, 400, 401, 403, 404, 405, 413, 421, 429, 500, 503};

constexpr std::size_t SlotOf(int code) {
  return code < kFirstCode || code > kLastCode ? 0
                                               : static_cast<std::size_t>(code - kFirstCode + 1);
}

std::string CodeOf(std::size_t slot) {
  return slot == 0 ? std::string(kOther) : std::to_string(slot - 1 + kFirstCode);
}

bool IsUsual(std::size_t slot) {
  return std::any_of(kUsualCodes.begin(), kUsualCodes.end(),
                     [&](int code) { return SlotOf(code) == slot; });
}

std::vector<std::string> WithOther(const std::vector<std::string_view>& handlers) {
  std::vector<std::string> all(handlers.begin(), handlers.end());
  if (std::find(all.begin(), all.end(), kOther) == all.end()) all.emplace_back(kOther);
  return all;
}

}  // namespace

RequestCounts::RequestCounts(const std::vector<std::string_view>& handlers)
    : handlers_(WithOther(handlers)), counts_(handlers_.size() * kSlots) {}

void RequestCounts::Count(std::string_view handler, int code) {
  auto known = std::find(handlers_.begin(), handlers_.end(), handler);
  if (known == handlers_.end()) known = std::find(handlers_.begin(), handlers_.end(), kOther);
  const auto row = static_cast<std::size_t>(known - handlers_.begin());
  counts_[row * kSlots + SlotOf(code)].fetch_add(1, std::memory_order_relaxed);
}

std::vector<RequestCounts::Row> RequestCounts::Rows() const {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const std::size_t slot = i % kSlots;
    const std::uint64_t count = counts_[i].load(std::memory_order_relaxed);
    if (count > 0 || IsUsual(slot)) rows.push_back({handlers_[i / kSlots], CodeOf(slot), count});
  }
  return rows;
}

void ReadBuildInfo(const SelfView& self, SeriesWriter& out) {
  out.Add({self.build.version, self.build.revision, self.build.compiler}, 1);
}

void ReadReloadSuccessful(const SelfView& self, SeriesWriter& out) {
  out.Add({}, self.state.config_reload_successful ? 1 : 0);
}

void ReadReloadSuccess(const SelfView& self, SeriesWriter& out) {
  const auto& moment = self.state.config_reload_success;
  if (moment) out.Add({}, ExportedMoment(*moment));
}

void ReadCollectorSuccess(const SelfView& self, SeriesWriter& out) {
  for (const auto& [collector, name] : EnumNames<Collector>::table) {
    out.Add({name}, self.collectors[static_cast<std::size_t>(collector)].success ? 1 : 0);
  }
}

void ReadCollectorDuration(const SelfView& self, SeriesWriter& out) {
  for (const auto& [collector, name] : EnumNames<Collector>::table) {
    out.Add({name}, Seconds(self.collectors[static_cast<std::size_t>(collector)].duration));
  }
}

void ReadStoreFailures(const SelfView& self, SeriesWriter& out) {
  out.Add({}, static_cast<double>(self.state.store_write_failures));
}

void ReadStoreQueue(const SelfView& self, SeriesWriter& out) {
  out.Add({}, static_cast<double>(self.state.store_queue_length));
}

void ReadStoreLastWrite(const SelfView& self, SeriesWriter& out) {
  const auto& moment = self.state.store_last_write;
  if (moment) out.Add({}, ExportedMoment(*moment));
}

void ReadStoreSize(const SelfView& self, SeriesWriter& out) {
  out.Add({}, static_cast<double>(self.state.store_size));
}

void ReadStoreDropped(const SelfView& self, SeriesWriter& out) {
  out.Add({"answers"}, static_cast<double>(self.state.store_dropped_answers));
  out.Add({"incidents"}, static_cast<double>(self.state.store_dropped_incidents));
}

void ReadStoreDamaged(const SelfView& self, SeriesWriter& out) {
  out.Add({}, static_cast<double>(self.state.store_damaged));
}

void ReadHttpRequests(const SelfView& self, SeriesWriter& out) {
  for (const RequestCounts::Row& row : self.requests) {
    out.Add({row.handler, row.code}, static_cast<double>(row.count));
  }
}

void ReadWebhookRequests(const SelfView& self, SeriesWriter& out) {
  for (const auto& [provider, answers] : self.webhooks) {
    for (const auto& [code, count] : answers.codes) {
      out.Add({provider, code == 0 ? kOther : std::to_string(code)}, static_cast<double>(count));
    }
  }
}

void ReadWebhookRefusals(const SelfView& self, SeriesWriter& out) {
  for (const auto& [provider, answers] : self.webhooks) {
    for (const auto& [reason, name] : EnumNames<WebhookRefusal>::table) {
      const std::uint64_t count = answers.refusals[static_cast<std::size_t>(reason)];
      out.Add({provider, name}, static_cast<double>(count));
    }
  }
}

void ReadLogMessages(const SelfView&, SeriesWriter& out) {
  for (const auto& [level, name] : EnumNames<LogLevel>::table) {
    out.Add({name}, static_cast<double>(LoggedLines(level)));
  }
}

void ReadLeftOutMessages(const SelfView&, SeriesWriter& out) {
  out.Add({}, static_cast<double>(LeftOutLines()));
}

void ReadHttpRefusals(const SelfView& self, SeriesWriter& out) {
  out.Add({"connections"}, static_cast<double>(self.state.http_refused_connections));
  out.Add({"late"}, static_cast<double>(self.state.http_refused_late));
  out.Add({"request"}, static_cast<double>(self.state.http_refused_requests));
}

void ReadMetricsMode(const SelfView& self, SeriesWriter& out) {
  if (self.mode) out.Add({Name(*self.mode)}, 1);
}

void ReadSeries(const SelfView& self, SeriesWriter& out) {
  for (const auto& [series_class, name] : EnumNames<SeriesClass>::table) {
    out.Add({name}, static_cast<double>(self.series[static_cast<std::size_t>(series_class)]));
  }
}

}  // namespace wa
