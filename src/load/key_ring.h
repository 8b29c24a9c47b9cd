#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/optional_time.h"
#include "load/read_secret.h"

namespace wa {

// A secret that was read, and since when it is the same.
struct HeldSecret {
  Result<Secret> value;
  OptionalSystem since;  // its file's, or when it was first read; nothing: unreadable
  std::optional<FileStamp> stamp;
};

// All secrets of a configuration. Each is read once; after that only when it is refreshed.
class KeyRing {
 public:
  explicit KeyRing(SystemTime now) : now_(now) {}

  // One that reads everything again. It knows of this one's secrets only since when they are the
  // same: touching a file is no change.
  KeyRing Anew(SystemTime now) const;

  void SetNow(SystemTime now) { now_ = now; }
  // Everything that is needed was read anew.
  void ForgetBefore() { before_.clear(); }
  const HeldSecret& Get(const SecretPlace& place);
  // The same place, as one object for all who keep it.
  std::shared_ptr<const SecretPlace> Keep(const SecretPlace& place) const;
  // For what need not be there: a secret that is there but cannot be read stays as it was before
  // Anew(). False if it was none. REQUIRES: Get(place).
  bool KeepBefore(const SecretPlace& place);

  struct Refreshed {
    std::set<std::shared_ptr<const SecretPlace>> changed;  // as of Keep()
    std::vector<std::string> notes;  // what cannot be read any more, and stays as it was
  };
  Refreshed RefreshFiles(SystemTime now);  // those whose files changed
  Refreshed Refresh(const SecretPlace& place, SystemTime now);

 private:
  struct ByPlace {
    using is_transparent = void;
    static const SecretPlace& Of(const SecretPlace& place) { return place; }
    static const SecretPlace& Of(const std::shared_ptr<const SecretPlace>& place) { return *place; }
    bool operator()(const auto& a, const auto& b) const { return Of(a) < Of(b); }
  };
  using Held = std::map<std::shared_ptr<const SecretPlace>, HeldSecret, ByPlace>;
  HeldSecret Read(const SecretPlace& place, const HeldSecret* before) const;

  SystemTime now_;
  Held held_;
  Held before_;
};

}  // namespace wa
