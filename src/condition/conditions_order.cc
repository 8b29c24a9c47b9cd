#include "condition/conditions_order.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wa {

Topic TopicOf(const Condition& condition) {
  if (condition.scope == Scope::kMessage) return Topic::kMessage;
  return condition.reach == Reach::kEvent ? Topic::kTold : Topic::kPolled;
}

std::string_view HeadingOf(Topic topic) {
  switch (topic) {
    case Topic::kPolled:
      return "Seen by polls";
    case Topic::kTold:
      return "Told by webhooks and observations";
    case Topic::kMessage:
      return "Messages";
  }
  return "";
}

std::string_view ExplanationOf(Topic topic) {
  switch (topic) {
    case Topic::kPolled:
      return "An incident lasts from the first sighting until two good polls in a row.";
    case Topic::kTold:
      return "No poll can see these: an incident lasts until the opposite is told, or until nobody "
             "has told of it any more for the time that is named.";
    case Topic::kMessage:
      return "One message was not delivered. It is counted, and never an incident of its own.";
  }
  return "";
}

std::vector<TopicConditions> ByTopic(const Catalogue& catalogue) {
  std::vector<TopicConditions> topics;
  for (const Topic topic : {Topic::kPolled, Topic::kTold, Topic::kMessage}) {
    TopicConditions of{topic, {}};
    for (const Condition& condition : *catalogue.conditions()) {
      if (TopicOf(condition) == topic) of.conditions.push_back(&condition);
    }
    std::sort(of.conditions.begin(), of.conditions.end(),
              [](const Condition* a, const Condition* b) {
                if (a->severity != b->severity) return a->severity > b->severity;
                return a->slug < b->slug;
              });
    if (!of.conditions.empty()) topics.push_back(std::move(of));
  }
  return topics;
}

}  // namespace wa
