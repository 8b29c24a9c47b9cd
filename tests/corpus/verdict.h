#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "condition/classify.h"
#include "corpus/payload.h"
#include "load/load_conditions.h"
#include "provider/provider.h"
#include "provider/read_any.h"
#include "provider/read_webhook.h"

// What the program makes of a payload, by the shipped catalogue.
namespace wa {

inline const Catalogue& Shipped() {
  static const auto catalogue = LoadConditions("").value();
  return *catalogue;
}

// How a payload can reach us.
enum class Way { kPoll, kObservation, kExplanation, kWebhook };

// The answer to a question of ours may be polled, observed or explained; what nobody polls is only
// observed and explained, and must mean the same to all.
inline std::vector<Way> WaysOf(const Payload& payload) {
  if (payload.is_webhook) return {Way::kWebhook};
  if (payload.failure || payload.only_polled) return {Way::kPoll};
  if (payload.folder == "360dialog") return {Way::kPoll, Way::kExplanation};
  if (payload.asked) return {Way::kPoll, Way::kObservation, Way::kExplanation};
  return {Way::kObservation, Way::kExplanation};
}

// A good answer to somebody else's question tells, too, that the question is answered well.
inline Facts ReadObservation(const HttpResponse& response, const std::string& operation) {
  Facts facts = ReadAnyAnswer(response, Unasked::kIsNothing);
  if (operation.empty() || !IsGoodStatus(response.status)) return facts;
  facts.signs.push_back({SignKind::kEvent, std::nullopt, "observation " + operation + " ok", ""});
  return facts;
}

// Numbers of one business account that are asked about together, or one account.
inline std::vector<Account> AccountsOf(const Payload& payload) {
  std::vector<Account> accounts(std::max<std::size_t>(payload.numbers.size(), 1));
  for (std::size_t i = 0; i < payload.numbers.size(); ++i) {
    accounts[i].phone_number_id = payload.numbers[i];
    accounts[i].waba_id = "1";
  }
  accounts.front().name = "berlin-shop";
  return accounts;
}

inline std::vector<Facts> ReadPoll(const Payload& payload) {
  ProviderSettings settings;
  settings.webhook_url = payload.webhook_url;
  const std::vector<Account> accounts = AccountsOf(payload);
  Batch batch;
  for (const Account& account : accounts) batch.push_back(&account);
  return ProviderFor(payload.asked.value_or(ProviderKind::k360dialog))
      .Read(payload.question, settings, batch, {payload.response});
}

inline std::vector<Facts> ReadBy(Way way, const Payload& payload) {
  if (payload.failure) return {ReadFailure(*payload.failure)};
  switch (way) {
    case Way::kPoll:
      return ReadPoll(payload);
    case Way::kObservation:
      return {ReadObservation(payload.response, payload.operation)};
    case Way::kExplanation:
      return {ReadAnyAnswer(payload.response, Unasked::kIsHealth)};
    case Way::kWebhook:
      break;
  }
  std::vector<Facts> all;
  for (Event& event : ReadWebhook(payload.response.body).events) {
    all.push_back(std::move(event.facts));
  }
  return all;
}

// Of all that is told, most severe first, each condition once.
inline std::vector<Finding> Judge(const std::vector<Facts>& all) {
  std::vector<Finding> findings;
  for (const Facts& facts : all) {
    for (Finding& finding : Classify(Shipped(), facts)) {
      const bool known = std::any_of(findings.begin(), findings.end(), [&](const Finding& other) {
        return other.condition == finding.condition;
      });
      if (!known) findings.push_back(std::move(finding));
    }
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return a.condition->severity > b.condition->severity;
  });
  return findings;
}

inline std::vector<std::string> Slugs(const std::vector<Finding>& findings) {
  std::vector<std::string> slugs;
  for (const Finding& finding : findings) slugs.push_back(finding.condition->slug);
  return slugs;
}

// The conditions that are said to be over, sorted.
inline std::vector<std::string> Ended(const std::vector<Facts>& all) {
  std::vector<std::string> slugs;
  for (const Facts& facts : all) {
    for (const Condition* condition : EndedBy(Shipped(), facts)) slugs.push_back(condition->slug);
  }
  std::sort(slugs.begin(), slugs.end());
  slugs.erase(std::unique(slugs.begin(), slugs.end()), slugs.end());
  return slugs;
}

}  // namespace wa
