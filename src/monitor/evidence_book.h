#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "model/evidence.h"
#include "model/observation.h"

namespace wa {

// What may be shown of a poll: of an answer in which nothing was found only that it came.
KeptAnswer KeepAnswer(const HttpResponse& response, const std::vector<Finding>& findings);
KeptAnswer KeepFailure(const TransportFailure& failure);

// The newest answers of every account: three good ones in a few bytes, ten bad ones as they came,
// and of each incident the first, the last and how many there were. In memory only, since a restart
// of the exporter loses nothing that the next polls do not bring again; bounded in all, the oldest
// bodies go first. Thread-safe: the loop adds, pages read.
class EvidenceBook {
 public:
  static constexpr std::size_t kGoodKept = 3;
  static constexpr std::size_t kBadKept = 10;
  static constexpr std::size_t kMostBytes = 32 << 20;  // of bad answers, all accounts together

  explicit EvidenceBook(std::size_t most_bytes = kMostBytes) : most_bytes_(most_bytes) {}

  // Whose answers are kept: those of config->accounts, whose slots in the fleet are these, in their
  // order. Those of others are forgotten.
  void Adopt(std::shared_ptr<const Config> config, const std::vector<std::size_t>& slots);

  // `incidents`: ids of the account's open incidents about which the question can tell.
  // REQUIRES: the slot was adopted once.
  void Add(std::size_t slot, const KeptAnswer& answer, const std::vector<std::string>& incidents);

  Evidence Of(std::string_view account) const;
  std::size_t Bytes() const;

 private:
  // A good answer, in a few bytes.
  struct Good {
    SystemTime at;
    std::array<std::uint32_t, 6> timing{};  // microseconds, in the order of HttpTiming
    std::uint64_t poll : PollId::kBits = 0;
    std::uint64_t http_status : 10 = 0;
    std::uint64_t asked : 4 = 0;  // an Operation
  };
  static_assert(sizeof(Good) == 40);
  static_assert(EnumNames<Operation>::table.size() <= 16);
  static Good Pack(const KeptAnswer& answer);
  static KeptAnswer Unpack(const Good& good);

  struct Trouble {
    std::size_t slot = 0;
    std::list<Trouble>::iterator place;  // its own in troubles_
    std::vector<KeptAnswer> bad;         // newest last
    std::map<std::string, IncidentAnswers, std::less<>> incidents;
    std::size_t bytes = 0;  // of both
  };
  struct Kept {
    std::array<Good, kGoodKept> good;  // newest last
    std::uint8_t good_count = 0;
    Trouble* trouble = nullptr;  // one of troubles_; null: there was none
  };
  static void AddGood(Kept& kept, const KeptAnswer& answer);
  Trouble& TroubleOf(std::size_t slot);
  void Weigh(Trouble& trouble);
  void Forget(Trouble& trouble);

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Config> config_ = std::make_shared<const Config>();
  std::vector<std::uint32_t> slots_;  // of the accounts of config_, in their order
  std::vector<Kept> kept_;            // by slot
  std::list<Trouble> troubles_;       // by their newest bad answer, the oldest first
  std::size_t bytes_ = 0;
};

}  // namespace wa
