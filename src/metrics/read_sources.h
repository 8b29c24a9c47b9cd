#pragma once

#include <cstddef>
#include <cstdint>

#include "metrics/family.h"
#include "metrics/fleet_view.h"

// What is asked beside the polls: partners' APIs, sources of accounts, status pages; and the
// budgets of all. Readers of rows of metrics/catalogue.cc, which says what they mean.
namespace wa {

void ReadPartnerRequests(const FleetView& view, SeriesWriter& out);
void ReadPartnerFailures(const FleetView& view, SeriesWriter& out);
void ReadPartnerSuccess(const FleetView& view, SeriesWriter& out);
void ReadPartnerChannels(const FleetView& view, SeriesWriter& out);
void ReadDiscoveryChanges(const FleetView& view, SeriesWriter& out);
void ReadSources(const FleetView& view, SeriesWriter& out);
void ReadSourceAccounts(const FleetView& view, SeriesWriter& out);
void ReadSourceSuccess(const FleetView& view, SeriesWriter& out);
void ReadStatusPageLevel(const FleetView& view, SeriesWriter& out);
void ReadStatusPageLead(const FleetView& view, SeriesWriter& out);

// Labels: provider, budget.
template <auto BudgetView::*value>
void PerBudgets(const FleetView& view, SeriesWriter& out) {
  for (const BudgetView& budgets : view.fleet.budgets) {
    out.Add({budgets.provider, Name(budgets.kind)}, static_cast<double>(budgets.*value));
  }
}

}  // namespace wa
