#pragma once

#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/maintenance.h"
#include "model/support_case.h"
#include "store/sqlite.h"

namespace wa {

// The SQL of what people told: announced maintenance, and cases at support. Waits for the disk; one
// thread at a time.
class DeskTables {
 public:
  // REQUIRES: the newest form (see store/schema.h).
  static Result<DeskTables> Make(Database& database);

  // REQUIRES: within a transaction of the database that it was made with.
  Status Put(const Maintenance& maintenance);
  Status Put(const SupportCase& support_case);

 private:
  DeskTables(Statement put_maintenance, Statement put_case)
      : put_maintenance_(std::move(put_maintenance)), put_case_(std::move(put_case)) {}
  Statement put_maintenance_;
  Statement put_case_;
};

// All there is, by id. What a later version of the program wrote in another way is left out.
Status ReadDesk(Database& database, std::vector<Maintenance>* maintenance,
                std::vector<SupportCase>* cases);

// Forgets maintenance whose last time was over before, and cases that were closed before.
// REQUIRES: the newest form.
Status DeleteDeskBefore(Database& database, SystemTime moment);

}  // namespace wa
