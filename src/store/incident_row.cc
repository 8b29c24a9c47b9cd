#include "store/incident_row.h"

#include <cstdint>

#include "store/columns.h"
#include "store/list_text.h"

namespace wa {
IncidentRecord ReadIncident(const Statement& row) {
  IncidentRecord record;
  record.id = row.Text(0);
  record.account = row.Text(1);
  record.key = row.Text(2);
  record.condition = row.Text(3);
  record.seen_now = row.Text(4);
  record.start = ToTime(row.Integer(5));
  record.earliest_start = ToTime(row.OptionalInteger(6));
  record.last_seen = ToTime(row.Integer(7));
  record.retry_at = ToTime(row.OptionalInteger(8));
  record.sightings = static_cast<std::uint64_t>(row.Integer(9));
  record.http_status = static_cast<int>(row.Integer(10));
  record.detail = row.Text(11);
  record.request_id = row.Text(12);
  record.subjects = SplitList(row.Text(13));
  record.told_until = ToTime(row.OptionalInteger(14));
  record.restored = ToTime(row.OptionalInteger(15));
  record.happened = ToTime(row.OptionalInteger(16));
  record.ended = ToTime(row.OptionalInteger(17));
  record.end_reason = ParseEnum<IncidentEnd>(row.Text(18));
  record.overdue_seen = ToTime(row.OptionalInteger(19));
  return record;
}

}  // namespace wa
