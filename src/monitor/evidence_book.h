#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "model/account.h"
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

  // `incidents`: ids of the account's open incidents about which the question can tell.
  void Add(const std::string& account, const KeptAnswer& answer,
           const std::vector<std::string>& incidents);
  // Forgets whoever is no longer configured.
  void KeepOnly(const std::vector<std::shared_ptr<const Account>>& accounts);

  Evidence Of(std::string_view account) const;
  std::size_t Bytes() const;

 private:
  // A good answer, in a few bytes.
  struct Good {
    SystemTime at;
    std::array<std::uint32_t, 6> timing{};  // microseconds, in the order of HttpTiming
    std::uint16_t http_status = 0;
    Operation asked = Operation::kHealth;
  };
  static Good Pack(const KeptAnswer& answer);
  static KeptAnswer Unpack(const Good& good);

  struct Trouble {
    std::vector<KeptAnswer> bad;  // newest last
    std::map<std::string, IncidentAnswers, std::less<>> incidents;
    std::size_t bytes = 0;  // of both
  };
  struct Kept {
    std::array<Good, kGoodKept> good;  // newest last
    std::uint8_t good_count = 0;
    std::unique_ptr<Trouble> trouble;  // null: there was none
  };
  using Accounts = std::map<std::string, Kept, std::less<>>;

  void AddGood(Kept& kept, const KeptAnswer& answer);
  void Weigh(Trouble& trouble);
  void MakeRoom();

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  Accounts accounts_;
  std::size_t bytes_ = 0;
};

}  // namespace wa
