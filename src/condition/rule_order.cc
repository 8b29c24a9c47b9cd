#include "condition/rule_order.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace wa {
namespace {

// One place of a pattern: a literal character, a digit of a number (which has one or more), or `*`.
struct Place {
  enum Kind { kCharacter, kNumber, kAny } kind;
  char character = 0;
};

std::vector<Place> Places(const Pattern& pattern) {
  std::vector<Place> places;
  const std::string text = ToLower(pattern.text());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '*') {
      places.push_back({Place::kAny});
    } else if (text[at] == '{') {
      places.push_back({Place::kNumber});
      at = text.find('}', at);
    } else {
      places.push_back({Place::kCharacter, text[at]});
    }
  }
  return places;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Whether one character exists that fits both places.
bool ShareACharacter(const Place& a, const Place& b) {
  if (a.kind == Place::kAny || b.kind == Place::kAny) return true;
  if (a.kind == Place::kNumber) return b.kind == Place::kNumber || IsDigit(b.character);
  if (b.kind == Place::kNumber) return IsDigit(a.character);
  return a.character == b.character;
}

// Walks both patterns at once over every text that could suit both. A state is a place in each, and
// whether the number there already has a digit (then it may end).
class Meeting {
 public:
  Meeting(std::vector<Place> a, std::vector<Place> b)
      : a_(std::move(a)), b_(std::move(b)), seen_((a_.size() + 1) * (b_.size() + 1) * 4, false) {}

  bool Possible() {
    Visit(0, 0, false, false);
    while (!open_.empty()) {
      const State state = open_.back();
      open_.pop_back();
      if (state.i == a_.size() && state.j == b_.size()) return true;
      Step(state);
    }
    return false;
  }

 private:
  struct State {
    std::size_t i, j;
    bool a_begun, b_begun;
  };

  void Visit(std::size_t i, std::size_t j, bool a_begun, bool b_begun) {
    const std::size_t index =
        ((i * (b_.size() + 1) + j) * 2 + (a_begun ? 1 : 0)) * 2 + (b_begun ? 1 : 0);
    if (seen_[index]) return;
    seen_[index] = true;
    open_.push_back({i, j, a_begun, b_begun});
  }

  static bool MayEnd(const std::vector<Place>& places, std::size_t at, bool begun) {
    if (at == places.size()) return false;
    return places[at].kind == Place::kAny || (places[at].kind == Place::kNumber && begun);
  }

  void Step(const State& s) {
    if (MayEnd(a_, s.i, s.a_begun)) Visit(s.i + 1, s.j, false, s.b_begun);
    if (MayEnd(b_, s.j, s.b_begun)) Visit(s.i, s.j + 1, s.a_begun, false);
    if (s.i == a_.size() || s.j == b_.size() || !ShareACharacter(a_[s.i], b_[s.j])) return;
    const bool a_stays = a_[s.i].kind != Place::kCharacter;
    const bool b_stays = b_[s.j].kind != Place::kCharacter;
    Visit(a_stays ? s.i : s.i + 1, b_stays ? s.j : s.j + 1, a_stays, b_stays);
  }

  const std::vector<Place> a_, b_;
  std::vector<bool> seen_;
  std::vector<State> open_;
};

bool CodesOverlap(const Rule& a, const Rule& b) {
  if (!a.code_from || !b.code_from) return true;
  return *a.code_from <= *b.code_to && *b.code_from <= *a.code_to;
}

bool StatusesOverlap(const Rule& a, const Rule& b) {
  if (a.http.empty() || b.http.empty()) return true;
  return std::find_first_of(a.http.begin(), a.http.end(), b.http.begin(), b.http.end()) !=
         a.http.end();
}

std::string Statuses(const std::vector<int>& http) {
  std::string text = "HTTP ";
  for (std::size_t i = 0; i < http.size(); ++i) {
    if (i > 0) text += i + 1 == http.size() ? " or " : ", ";
    text += std::to_string(http[i]);
  }
  return text;
}

}  // namespace

Specificity SpecificityOf(const Rule& rule) {
  Specificity specificity;
  if (rule.code_from) specificity.code = rule.code_from == rule.code_to ? 2 : 1;
  if (rule.text) specificity.text = 1 + rule.text->literal_length();
  specificity.http = rule.http.empty() ? 0 : 1;
  return specificity;
}

bool CanMatchTheSame(const Pattern& a, const Pattern& b) {
  return Meeting(Places(a), Places(b)).Possible();
}

bool CanMatchTheSame(const Rule& a, const Rule& b) {
  if (a.sign != b.sign || !CodesOverlap(a, b) || !StatusesOverlap(a, b)) return false;
  return !a.text || !b.text || CanMatchTheSame(*a.text, *b.text);
}

std::string DescribeRule(const Rule& rule) {
  std::string text;
  if (rule.sign != SignKind::kHttp) text = Name(rule.sign);
  if (rule.code_from && rule.code_from == rule.code_to) {
    text += " code " + std::to_string(*rule.code_from);
  } else if (rule.code_from && rule.code_to) {
    text += " codes " + std::to_string(*rule.code_from) + "-" + std::to_string(*rule.code_to);
  }
  if (rule.text) text += " \"" + rule.text->text() + "\"";
  if (rule.http.empty()) return text;
  return text.empty() ? Statuses(rule.http) : text + " with " + Statuses(rule.http);
}

}  // namespace wa
