#include "metrics/read_cases.h"

#include "metrics/moment.h"

namespace wa {

void ReadAnswersDue(const FleetView& view, SeriesWriter& out) {
  for (const SupportCase& support_case : *view.fleet.cases) {
    if (!support_case.IsAnswerDue()) continue;
    const AccountStatus* status = view.fleet.Find(support_case.account);
    if (status == nullptr) continue;
    const Account& account = *status->account;
    out.Add({account.name, account.provider, Name(account.plan), support_case.id},
            *ExportedMoment(support_case.answer_due));
  }
}

}  // namespace wa
