#include "load/merge_accounts.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "load/account_key.h"
#include "load/adopt_account.h"
#include "load/problem.h"

namespace wa {
namespace {

// A source by its name, "partner/acme".
struct SourceSettings {
  const SourceDefaults* defaults = nullptr;
  std::string partner;         // of a partner's channels
  bool has_own_token = false;  // which is its accounts' key
};

template <typename Source>
const SourceDefaults* Find(const std::vector<Source>& sources, std::string_view name) {
  for (const Source& source : sources) {
    if (source.name == name) return &source.defaults;
  }
  return nullptr;
}

std::optional<SourceSettings> FindSource(const Config& config, const std::string& source) {
  const std::size_t slash = source.find('/');
  const std::string kind = source.substr(0, slash);
  const std::string name = slash == source.npos ? "" : source.substr(slash + 1);
  SourceSettings found;
  if (kind == "partner") {
    const auto partner = config.partner_sources.find(name);
    if (partner != config.partner_sources.end()) found.defaults = &partner->second;
    found.partner = name;
  } else if (kind == "waba") {
    found.defaults = Find(config.waba_sources, name);
    found.has_own_token = true;
  } else if (kind == "http_sd") {
    found.defaults = Find(config.http_sources, name);
  }
  if (found.defaults == nullptr) return std::nullopt;
  return found;
}

// "a, b, c, d, e and 12 more"
std::string Some(const std::vector<std::string>& names) {
  constexpr std::size_t kEnough = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kEnough); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() <= kEnough
             ? text
             : text + " and " + std::to_string(names.size() - kEnough) + " more";
}

class Merger {
 public:
  Merger(const ConfigDraft& draft, KeyRing* ring) : draft_(draft), ring_(*ring) {
    for (const auto& account : draft.config.accounts) Take(account);
    files_end_ = merged_.accounts.size();
  }

  void Add(const Discovered& discovered) {
    const auto source = FindSource(draft_.config, discovered.source);
    if (!source) return;
    const Common<std::string> name = discovered.source;
    std::vector<std::string> without_key;
    std::vector<std::string> flaws;
    for (const DiscoveredAccount& found : discovered.accounts) {
      if (Join(found, *source)) continue;
      Result<Account> account = Adopt(found, name, *source);
      std::string why = account ? WhyTaken(*account) : account.error().message;
      if (!why.empty()) {
        flaws.push_back(std::move(why));
        continue;
      }
      std::string flaw = FindKey(discovered.source, *source, &*account);
      if (!flaw.empty()) flaws.push_back(std::move(flaw));
      if (account->api_key.empty()) without_key.push_back(account->name);
      Take(std::make_shared<const Account>(std::move(*account)));
    }
    KeepFew(&flaws, "accounts");
    for (std::string& flaw : flaws) Note(discovered.source, std::move(flaw));
    if (!without_key.empty()) {
      Note(discovered.source, "no key, so that nobody can ask about: " + Some(without_key));
    }
  }

  MergedAccounts Take() {
    std::sort(merged_.accounts.begin(), merged_.accounts.end(),
              [](const auto& a, const auto& b) { return a->name < b->name; });
    return std::move(merged_);
  }

 private:
  using Index = std::map<std::string, std::size_t, std::less<>>;

  void Take(std::shared_ptr<const Account> account) {
    const std::size_t index = merged_.accounts.size();
    names_.emplace(account->name, index);
    if (!account->channel_id.empty()) channels_.emplace(account->channel_id, index);
    if (!account->phone_number_id.empty()) numbers_.emplace(account->phone_number_id, index);
    merged_.accounts.push_back(std::move(account));
  }

  static std::optional<std::size_t> At(const Index& index, const std::string& key) {
    const auto found = key.empty() ? index.end() : index.find(key);
    if (found == index.end()) return std::nullopt;
    return found->second;
  }

  static void FillIn(const std::string& told, std::string* own) {
    if (own->empty()) *own = told;
  }

  // True if a file names the same channel or number: what the source knows more of it, it is told.
  bool Join(const DiscoveredAccount& found, const SourceSettings& source) {
    auto at = At(channels_, found.channel_id);
    if (!at) at = At(numbers_, found.phone_number_id);
    if (!at || *at >= files_end_) return false;
    auto& account = merged_.accounts[*at];
    auto joined = std::make_shared<Account>(*account);
    FillIn(source.partner, &joined->partner);
    FillIn(found.waba_id, &joined->waba_id);
    FillIn(found.phone_number_id, &joined->phone_number_id);
    FillIn(found.phone_number, &joined->phone_number);
    account = std::move(joined);
    return true;
  }

  Result<Account> Adopt(const DiscoveredAccount& found, const Common<std::string>& name,
                        const SourceSettings& source) const {
    const auto& providers = draft_.config.providers;
    const auto provider = std::find_if(
        providers.begin(), providers.end(),
        [&](const ProviderSettings& p) { return p.name == source.defaults->provider; });
    const auto webhook = draft_.webhooks.find(source.defaults->provider);
    return AdoptAccount(found, {name, source.partner, &*provider, source.defaults,
                                webhook == draft_.webhooks.end() ? nullptr : &webhook->second});
  }

  std::string WhyTaken(const Account& account) const {
    const auto why = [&](const Index& index, const std::string& key, std::string_view what) {
      const auto at = At(index, key);
      if (!at) return std::string();
      const Account& first = *merged_.accounts[*at];
      return "account " + Quoted(account.name) + " comes from " + account.Source() + ", and " +
             std::string(what) + " from " + first.Source() + " already, which keeps it" +
             (first.name == account.name ? "" : " as " + Quoted(first.name));
    };
    std::string text = why(names_, account.name, "one of that name");
    if (text.empty()) text = why(channels_, account.channel_id, "its channel");
    if (text.empty()) text = why(numbers_, account.phone_number_id, "its number");
    return text;
  }

  // Says what is wrong with the key that was found, if anything is.
  std::string FindKey(const std::string& name, const SourceSettings& source, Account* account) {
    std::vector<SecretPlace> places = KeyFilesOf(*account, source.defaults->keys);
    if (source.has_own_token) places = {*draft_.key_places.at(name)};
    for (const SecretPlace& place : places) {
      const bool is_there = ring_.Get(place).value || ring_.Get(place).stamp;
      if (!is_there) continue;
      merged_.key_places[account->name] = ring_.Keep(place);
      std::string why = GiveKey(place, &ring_, account);
      if (why.empty()) return "";
      if (ring_.KeepBefore(place) && GiveKey(place, &ring_, account).empty()) {
        why = "the old " + place.What() + " stays: " + why;
      }
      return "account " + Quoted(account->name) + ": " + why;
    }
    return "";
  }

  void Note(const std::string& source, std::string text) {
    merged_.notes[source].push_back(std::move(text));
  }

  const ConfigDraft& draft_;
  KeyRing& ring_;
  MergedAccounts merged_;
  std::size_t files_end_ = 0;  // accounts before this index are those of files
  Index names_;
  Index channels_;
  Index numbers_;
};

}  // namespace

MergedAccounts MergeAccounts(const ConfigDraft& draft,
                             const std::map<std::string, Discovered>& discovered, KeyRing* ring) {
  Merger merger(draft, ring);
  for (const auto& [name, source] : discovered) merger.Add(source);
  return merger.Take();
}

bool HasSource(const Config& config, const std::string& source) {
  return FindSource(config, source).has_value();
}

}  // namespace wa
