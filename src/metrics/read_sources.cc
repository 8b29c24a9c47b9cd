#include "metrics/read_sources.h"

#include "metrics/moment.h"

namespace wa {

void ReadPartnerRequests(const FleetView& view, SeriesWriter& out) {
  for (const auto& [partner, tallies] : view.fleet.partners) {
    for (const auto& [operation, name] : EnumNames<PartnerOperation>::table) {
      const auto& counts = tallies.operations[static_cast<std::size_t>(operation)];
      out.Add({partner, name}, static_cast<double>(counts.requests));
    }
  }
}

void ReadPartnerFailures(const FleetView& view, SeriesWriter& out) {
  for (const auto& [partner, tallies] : view.fleet.partners) {
    for (const auto& [operation, name] : EnumNames<PartnerOperation>::table) {
      const auto& failures = tallies.operations[static_cast<std::size_t>(operation)].failures;
      for (const auto& [reason, reason_name] : EnumNames<RequestFailure>::table) {
        out.Add({partner, name, reason_name},
                static_cast<double>(failures[static_cast<std::size_t>(reason)]));
      }
    }
  }
}

void ReadPartnerSuccess(const FleetView& view, SeriesWriter& out) {
  for (const auto& [partner, tallies] : view.fleet.partners) {
    if (const auto at = ExportedMoment(tallies.last_success)) out.Add({partner}, *at);
  }
}

void ReadPartnerChannels(const FleetView& view, SeriesWriter& out) {
  for (const auto& [partner, tallies] : view.fleet.partners) {
    for (const auto& [status, channels] : tallies.channels) {
      out.Add({partner, status}, static_cast<double>(channels));
    }
  }
}

void ReadDiscoveryChanges(const FleetView& view, SeriesWriter& out) {
  for (const auto& [partner, tallies] : view.fleet.partners) {
    for (const auto& [change, name] : EnumNames<ChannelChangeKind>::table) {
      out.Add({partner, name},
              static_cast<double>(tallies.changes[static_cast<std::size_t>(change)]));
    }
  }
}

void ReadSources(const FleetView& view, SeriesWriter& out) {
  for (const auto& entry : view.fleet.sources) out.Add({entry.first}, 1);
}

void ReadSourceAccounts(const FleetView& view, SeriesWriter& out) {
  for (const auto& [source, tallies] : view.fleet.sources) {
    // Before the first answer nobody knows how many there are.
    if (tallies.last_success) out.Add({source}, static_cast<double>(tallies.accounts));
  }
}

void ReadSourceSuccess(const FleetView& view, SeriesWriter& out) {
  for (const auto& [source, tallies] : view.fleet.sources) {
    if (const auto at = ExportedMoment(tallies.last_success)) out.Add({source}, *at);
  }
}

void ReadStatusPageLevel(const FleetView& view, SeriesWriter& out) {
  for (const StatusPageLevel& page : view.fleet.status_pages) {
    out.Add({page.page, page.component}, page.level);
  }
}

void ReadStatusPageLead(const FleetView& view, SeriesWriter& out) {
  for (const auto& [page, lead] : view.fleet.status_page_leads) out.Add({page}, Seconds(lead));
}

}  // namespace wa
