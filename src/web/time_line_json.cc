#include "web/time_line_json.h"

#include <utility>

#include "web/json_values.h"

namespace wa {
namespace {

OrderedJson SpanJson(const Span& span) {
  const bool is_incident = span.kind == SpanKind::kIncident;
  return {
      {"kind", Name(span.kind)},
      {"from", TimeJson(span.from)},
      {"to", TimeJson(span.to)},
      {"state", is_incident ? OrderedJson(Name(span.state)) : OrderedJson(nullptr)},
      {"text", span.text},
  };
}

}  // namespace

nlohmann::ordered_json TimeLineJson(const TimeLine& line) {
  OrderedJson spans = OrderedJson::array();
  for (const Span& span : line.spans) spans.push_back(SpanJson(span));
  return {{"from", TimeJson(line.from)}, {"to", TimeJson(line.to)}, {"spans", std::move(spans)}};
}

}  // namespace wa
