#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "incident/incident_store.h"
#include "life/death.h"
#include "life/defect.h"
#include "life/life.h"
#include "support/fake_clock.h"

namespace wa::life {

// What outlives the exporter.
class Disk {
 public:
  virtual ~Disk() = default;
  virtual Result<StoredState> Load() = 0;
  virtual Status Write(const StoreBatch& batch) = 0;
};

// A map, or an SQLite file in the folder, which is opened anew by each Load().
std::unique_ptr<Disk> MakeMemoryDisk();
std::unique_ptr<Disk> MakeSqliteDisk(const std::string& folder);

// The store of one run of the exporter on a disk that takes its time. What is appended becomes
// durable in order, each batch whole or not at all; when the exporter dies, some of what was not
// durable is on the disk nevertheless.
class CrashStore final : public IncidentStore {
 public:
  // `written` is told of what reached the disk. All outlive it.
  CrashStore(const Life& life, Disk& disk, test::FakeClock& clock, Fate& fate, Defect defect,
             std::function<void(const StoreBatch&)> written)
      : life_(life),
        disk_(disk),
        clock_(clock),
        fate_(fate),
        defect_(defect),
        written_(std::move(written)) {}

  Result<StoredState> Load() override;
  Ticket Append(StoreBatch batch) override;
  Ticket Durable() const override;

  // Writes what its time has come for.
  void WriteDue();
  // When there is something to write next.
  std::optional<SteadyTime> NextAt() const;
  // The exporter died: the rest is written in part.
  void Die();

 private:
  struct Waiting {
    StoreBatch batch;
    SteadyTime durable;
  };
  void WriteFirst();

  const Life& life_;
  Disk& disk_;
  test::FakeClock& clock_;
  Fate& fate_;
  const Defect defect_;
  const std::function<void(const StoreBatch&)> written_;
  std::deque<Waiting> waiting_;
  Ticket appended_ = 0;
};

}  // namespace wa::life
