#include "cli/render_events.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "cli/render_findings.h"

namespace wa {
namespace {

// A delivery may tell the same a thousand times.
constexpr std::size_t kMostShown = 5;

struct OutcomeWord {
  MessageOutcome outcome;
  std::string_view word;
};
constexpr std::array<OutcomeWord, 5> kOutcomes{{{MessageOutcome::kFailed, "failed"},
                                                {MessageOutcome::kSent, "sent"},
                                                {MessageOutcome::kDelivered, "delivered"},
                                                {MessageOutcome::kRead, "read"},
                                                {MessageOutcome::kOther, "in another state"}}};

void Append(std::string& list, const std::string& item) {
  if (!item.empty()) list += (list.empty() ? "" : ", ") + item;
}

// "number +49******56, template order_update"
std::string WhomItIsAbout(const Event& event) {
  std::string about;
  const auto add = [&](std::string_view what, const std::string& name) {
    if (!name.empty()) Append(about, std::string(what) + " " + name);
  };
  if (!event.phone_number.empty()) add("number", MaskedPhone("+" + event.phone_number));
  add("template", event.subject);
  add("number id", event.phone_number_id);
  add("business account", event.waba_id);
  add("channel", event.channel_id);
  return about;
}

// "account_update, 2026-11-24T08:00:00Z, about business account 1"
std::string DescribeEvent(const Event& event) {
  std::string text = event.name;
  if (event.happened) Append(text, FormatUtc(*event.happened));
  const std::string about = WhomItIsAbout(event);
  if (!about.empty()) Append(text, "about " + about);
  return text;
}

// The same event on several lines is one line with a count.
struct Line {
  std::string text;
  std::size_t count = 1;
};

class EventLines {
 public:
  void Add(const Event& event) {
    std::string text = DescribeEvent(event);
    const auto same = std::find_if(lines_.begin(), lines_.end(),
                                   [&](const Line& line) { return line.text == text; });
    if (same != lines_.end()) {
      ++same->count;
    } else {
      lines_.push_back({std::move(text)});
    }
  }
  bool empty() const { return lines_.empty(); }
  FieldList Fields(const char* label) const {
    FieldList fields;
    for (std::size_t i = 0; i < std::min(lines_.size(), kMostShown); ++i) {
      const Line& line = lines_[i];
      fields.Add(label,
                 line.text + (line.count > 1 ? " (" + std::to_string(line.count) + " times)" : ""));
      label = "";
    }
    const std::size_t left = lines_.size() - std::min(lines_.size(), kMostShown);
    if (left > 0) fields.Add(label, "and " + std::to_string(left) + " more");
    return fields;
  }

 private:
  std::vector<Line> lines_;
};

bool Tells(const ExplainedEvent& explained, const Condition* condition) {
  return std::any_of(explained.findings.begin(), explained.findings.end(),
                     [&](const Finding& finding) { return finding.condition == condition; });
}

bool Ends(const ExplainedEvent& explained, const Condition* condition) {
  return std::find(explained.ended.begin(), explained.ended.end(), condition) !=
         explained.ended.end();
}

bool IsInformation(const ExplainedEvent& explained) {
  return explained.findings.empty() && explained.ended.empty() &&
         explained.event.outcome == MessageOutcome::kNone;
}

std::vector<const Condition*> EndedByAny(const std::vector<ExplainedEvent>& events) {
  std::vector<const Condition*> ended;
  for (const ExplainedEvent& explained : events) {
    for (const Condition* condition : explained.ended) {
      if (std::find(ended.begin(), ended.end(), condition) == ended.end()) {
        ended.push_back(condition);
      }
    }
  }
  return ended;
}

template <typename Fits>
EventLines LinesOf(const std::vector<ExplainedEvent>& events, Fits fits) {
  EventLines lines;
  for (const ExplainedEvent& explained : events) {
    if (fits(explained)) lines.Add(explained.event);
  }
  return lines;
}

}  // namespace

std::string RenderMessages(const std::vector<ExplainedEvent>& events, const Style& style) {
  std::string counts;
  for (const auto& [outcome, word] : kOutcomes) {
    const auto count = std::count_if(
        events.begin(), events.end(),
        [outcome = outcome](const auto& explained) { return explained.event.outcome == outcome; });
    if (count > 0) Append(counts, std::to_string(count) + " " + std::string(word));
  }
  return counts.empty() ? "" : style.Bold("Messages: " + counts) + "\n";
}

std::string RenderTold(const Explanation& explanation, const Style& style) {
  std::vector<const Condition*> shown;
  std::string text;
  for (const Finding& finding : explanation.findings) {
    const Condition* condition = finding.condition;
    if (std::find(shown.begin(), shown.end(), condition) != shown.end()) continue;
    shown.push_back(condition);
    const EventLines lines = LinesOf(explanation.events, [&](const ExplainedEvent& explained) {
      return Tells(explained, condition);
    });
    if (!text.empty()) text += "\n";
    text += RenderFinding(finding, {"", explanation.kind, std::nullopt}, style, Sources::kShow,
                          lines.Fields("Told by"));
  }
  return text;
}

std::string RenderOver(const std::vector<ExplainedEvent>& events, const Style& style) {
  std::vector<std::pair<std::string, std::string>> over;  // by the events that say so: the slugs
  for (const Condition* condition : EndedByAny(events)) {
    const EventLines lines = LinesOf(
        events, [&](const ExplainedEvent& explained) { return Ends(explained, condition); });
    const std::string told = lines.Fields("Told by").Render(style, "  ");
    auto same = std::find_if(over.begin(), over.end(),
                             [&](const auto& entry) { return entry.first == told; });
    if (same == over.end()) same = over.insert(over.end(), {told, ""});
    Append(same->second, condition->slug);
  }
  std::string text;
  for (const auto& [told, slugs] : over) {
    if (!text.empty()) text += "\n";
    for (const std::string& line : WrapLines("Says that this is over: " + slugs, style.width)) {
      text += style.Good(line) + "\n";
    }
    text += told;
  }
  return text;
}

std::string RenderInformation(const std::vector<ExplainedEvent>& events, const Style& style) {
  const EventLines lines = LinesOf(events, &IsInformation);
  if (lines.empty()) return "";
  return "Information, nothing wrong:\n" + lines.Fields("Told by").Render(style, "  ");
}

}  // namespace wa
