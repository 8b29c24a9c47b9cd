#include "cli/explanation.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"
#include "condition/classify.h"
#include "provider/json_fields.h"
#include "provider/provider.h"
#include "provider/read_any.h"
#include "provider/read_webhook.h"

namespace wa {
namespace {

constexpr int kOk = 200;

bool IsWorse(const Finding& a, const Finding& b) {
  if (a.condition->severity != b.condition->severity) {
    return a.condition->severity > b.condition->severity;
  }
  return a.condition->state > b.condition->state;
}

bool NamesAnError(const Facts& facts) {
  return std::any_of(facts.signs.begin(), facts.signs.end(), [](const Sign& sign) {
    return sign.kind == SignKind::kGraphError || sign.kind == SignKind::kTokenError ||
           sign.kind == SignKind::kMessage || sign.kind == SignKind::kErrorList;
  });
}

// {"errors":[...]} is the form of an API's answer and of an On-Premises callback: a status tells.
bool IsErrorAnswer(const HttpResponse& response) {
  return response.status != 0 && !IsGoodStatus(response.status) &&
         NamesAnError(ReadAnyAnswer(response, Unasked::kIsHealth));
}

// "(#131042) Business eligibility payment issue": Meta's code stands before its text.
std::optional<std::int64_t> CodeBefore(std::string_view text) {
  if (text.substr(0, 2) != "(#") return std::nullopt;
  std::int64_t code = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + 2, end, code);
  const bool whole = read.ec == std::errc() && read.ptr != end && *read.ptr == ')';
  return whole ? std::optional(code) : std::nullopt;
}

// The text of an error without anything around it.
Facts ReadErrorText(std::string_view text) {
  Facts facts;
  Sign sign;
  sign.code = CodeBefore(Trim(text));
  sign.kind = sign.code ? SignKind::kGraphError : SignKind::kMessage;
  sign.text = Sanitise(Trim(text));
  facts.signs.push_back(std::move(sign));
  return facts;
}

void Add(Explanation& explanation, const Catalogue& catalogue, const Facts& facts) {
  explanation.http_status = facts.http_status;
  explanation.findings = Classify(catalogue, facts);
  explanation.health = facts.health;
}

void ExplainDelivery(Explanation& explanation, const Catalogue& catalogue, WebhookBody body) {
  explanation.is_webhook = true;
  explanation.nothing = body.flaw;
  for (Event& event : body.events) {
    ExplainedEvent explained;
    explained.findings = Classify(catalogue, event.facts);
    explained.ended = EndedBy(catalogue, event.facts);
    explained.event = std::move(event);
    explanation.findings.insert(explanation.findings.end(), explained.findings.begin(),
                                explained.findings.end());
    explanation.events.push_back(std::move(explained));
  }
  std::stable_sort(explanation.findings.begin(), explanation.findings.end(), IsWorse);
}

// What is no JSON, or a JSON string: the text that somebody copied. What begins as an object or a
// page is one that broke off.
std::optional<std::string> PlainText(std::string_view body) {
  const ParsedJson json = ParseJson(body);
  if (!json.flaw.empty()) {
    const std::string_view text = Trim(body);
    const bool broken = text.empty() || std::string_view("{[<").find(text[0]) != std::string::npos;
    return broken ? std::nullopt : std::optional<std::string>(text);
  }
  if (json.value.is_string()) return json.value.get<std::string>();
  return std::nullopt;
}

bool IsErrorText(const Catalogue& catalogue, std::string_view text) {
  return CodeBefore(Trim(text)) || !IsUnclassified(Classify(catalogue, ReadErrorText(text)));
}

void ExplainWithoutStatus(Explanation& explanation, const Catalogue& catalogue,
                          HttpResponse response) {
  if (const auto named = StatusNamedIn(response.body)) {
    response.status = *named;
    explanation.assumption =
        "assuming HTTP " + std::to_string(*named) +
        ", which the body names; if the real status was another, add --http-status";
    return Add(explanation, catalogue, ReadAnyAnswer(response, Unasked::kIsHealth));
  }
  const std::optional<std::string> text = PlainText(response.body);
  if (text && IsErrorText(catalogue, *text)) {
    explanation.assumption = "reading this as the text of an error";
    return Add(explanation, catalogue, ReadErrorText(*text));
  }
  response.status = kOk;
  Facts facts = ReadAnyAnswer(response, Unasked::kIsHealth);
  if (NamesAnError(facts)) facts.http_status = 0;
  explanation.assumption =
      facts.http_status == 0
          ? "the HTTP status is not known, so that no rule that needs it can fit: add --http-status"
          : "assuming HTTP 200; if the real status was another, add --http-status";
  Add(explanation, catalogue, facts);
}

void ExplainResponse(Explanation& explanation, const Catalogue& catalogue,
                     const HttpResponse& response) {
  if (!IsErrorAnswer(response)) {
    WebhookBody body = ReadWebhook(response.body);
    if (body.recognised) return ExplainDelivery(explanation, catalogue, std::move(body));
  }
  if (response.status == 0) return ExplainWithoutStatus(explanation, catalogue, response);
  Add(explanation, catalogue, ReadAnyAnswer(response, Unasked::kIsHealth));
}

}  // namespace

Explanation Explain(const Catalogue& catalogue, ProviderKind kind, const GivenAnswer& answer) {
  Explanation explanation;
  explanation.kind = kind;
  explanation.nothing = answer.nothing;
  if (!answer.nothing.empty()) return explanation;
  if (answer.outcome) {
    ExplainResponse(explanation, catalogue, *answer.outcome);
  } else {
    Add(explanation, catalogue, ReadFailure(answer.outcome.error()));
  }
  return explanation;
}

}  // namespace wa
