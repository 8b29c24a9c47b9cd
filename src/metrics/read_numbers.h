#pragma once

#include <optional>

#include "metrics/family.h"
#include "metrics/fleet_view.h"
#include "model/facts.h"

// What the provider says of a number beside its health. Readers of rows of metrics/catalogue.cc,
// which says what they mean. Withdrawn when nobody looks any more.
namespace wa {

// What is known of the account's number; nothing if its polls are late.
const NumberFacts* NumberOf(const FleetView& view, const AccountStatus& status);

std::optional<double> ReadQualityLevel(const FleetView& view, const AccountStatus& status);
std::optional<double> ReadMessagingLimit(const FleetView& view, const AccountStatus& status);

// Labels: account and the word. No series while it is not known.
template <std::optional<std::string> NumberFacts::*word>
void PerNumberWord(const FleetView& view, SeriesWriter& out) {
  ForEachAccount(view.accounts, [&](const AccountStatus& status) {
    const NumberFacts* number = NumberOf(view, status);
    if (number != nullptr && number->*word) out.Add({status.account->name, *(number->*word)}, 1);
  });
}

// Labels: account, status.
void ReadTemplates(const FleetView& view, SeriesWriter& out);

}  // namespace wa
