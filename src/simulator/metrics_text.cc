#include "simulator/metrics_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace wa::simulator {
namespace {

std::string Escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
  return text;
}

std::string Number(double value) {
  std::array<char, 40> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.3f", value);
  return {text.data(), static_cast<std::size_t>(length)};
}

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Exposition {
 public:
  void Family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = "waba_simulator_" + std::string(name);
    text_ += "# HELP " + name_ + " " + std::string(help) + "\n";
    text_ += "# TYPE " + name_ + " " + std::string(type) + "\n";
  }

  void Sample(Labels labels, const std::string& value) {
    text_ += name_;
    const char* separator = "{";
    for (const auto& [label, text] : labels) {
      text_ += separator + std::string(label) + "=\"" + Escaped(text) + "\"";
      separator = ",";
    }
    text_ += (labels.size() > 0 ? "} " : " ") + value + "\n";
  }

  std::string Take() { return std::move(text_); }

 private:
  std::string name_;
  std::string text_;
};

void AddRequests(const Record& record, Exposition* out) {
  out->Family("requests_total", "counter",
              "Requests to the provider; account is empty for a missing or wrong key.");
  for (const auto& [series, count] : record.totals()) {
    out->Sample({{"account", series.account},
                 {"method", series.method},
                 {"path", series.path},
                 {"answer", series.answer}},
                std::to_string(count));
  }
  out->Family("protocol_requests_total", "counter", "Requests to the provider by protocol.");
  for (const auto& [protocol, count] : record.by_protocol()) {
    out->Sample({{"protocol", protocol}}, std::to_string(count));
  }
  out->Family("last_request_timestamp_seconds", "gauge", "When the account was last asked about.");
  for (const auto& [account, time] : record.last_by_account()) {
    out->Sample({{"account", account}}, Number(UnixSeconds(time)));
  }
}

void AddApis(const Record& record, Exposition* out) {
  out->Family("api_requests_total", "counter", "Requests by API.");
  for (const auto& [api, tally] : record.by_api()) {
    out->Sample({{"api", Name(api)}}, std::to_string(tally.total()));
  }
  out->Family("api_most_requests_per_second", "gauge", "The most requests within any second.");
  for (const auto& [api, tally] : record.by_api()) {
    out->Sample({{"api", Name(api)}}, std::to_string(tally.most_per_second()));
  }
}

struct LimitCounts {
  std::uint64_t requests = 0;
  std::uint64_t beyond = 0;
  std::size_t most_in_window = 0;
};

LimitCounts Sum(const Limits::Usages& usages) {
  LimitCounts sum;
  for (const auto& [subject, usage] : usages) {
    sum.requests += usage.requests;
    sum.beyond += usage.beyond;
    sum.most_in_window = std::max(sum.most_in_window, usage.most_in_window);
  }
  return sum;
}

void AddLimits(const Limits& limits, Exposition* out) {
  std::vector<LimitCounts> sums;
  for (std::size_t i = 0; i < limits.size(); ++i) sums.push_back(Sum(limits.usages(i)));
  const auto add = [&](std::string_view name, std::string_view type, std::string_view help,
                       const auto& value) {
    out->Family(name, type, help);
    for (std::size_t i = 0; i < limits.size(); ++i) {
      out->Sample({{"limit", limits.limit(i).name}}, std::to_string(value(i)));
    }
  };
  add("limit_requests_total", "counter", "Requests that a limit is about.",
      [&](std::size_t i) { return sums[i].requests; });
  add("limit_beyond_total", "counter", "Requests refused because of a limit.",
      [&](std::size_t i) { return sums[i].beyond; });
  add("limit_most_in_window", "gauge", "The most requests of one subject within the limit's time.",
      [&](std::size_t i) { return sums[i].most_in_window; });
  add("limit_allowed", "gauge", "The requests of one subject that the limit allows.",
      [&](std::size_t i) { return limits.limit(i).requests; });
}

struct TrafficFamily {
  std::string_view name;
  std::string_view type;
  std::string_view help;
  std::uint64_t Traffic::*member;
};
constexpr std::array<TrafficFamily, 5> kTraffic{{
    {"connections_total", "counter", "Connections accepted.", &Traffic::opened},
    {"open_connections", "gauge", "Connections open now.", &Traffic::open},
    {"refused_connections_total", "counter", "Connections closed because there were too many.",
     &Traffic::refused},
    {"tls_failures_total", "counter", "Connections whose TLS failed.", &Traffic::tls_failures},
    {"malformed_requests_total", "counter", "Requests refused as not HTTP or too large.",
     &Traffic::malformed},
}};

}  // namespace

std::string MetricsText(const Record& record, const Limits& limits,
                        const std::map<std::string, Traffic>& traffic, Duration script_time) {
  Exposition out;
  AddRequests(record, &out);
  AddApis(record, &out);
  AddLimits(limits, &out);
  for (const TrafficFamily& family : kTraffic) {
    out.Family(family.name, family.type, family.help);
    for (const auto& [listener, counts] : traffic) {
      out.Sample({{"listener", listener}}, std::to_string(counts.*family.member));
    }
  }
  out.Family("script_seconds", "gauge", "Time of the script.");
  out.Sample({}, Number(Seconds(script_time)));
  return out.Take();
}

}  // namespace wa::simulator
