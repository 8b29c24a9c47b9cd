#include "monitor/subjects.h"

#include <algorithm>
#include <utility>

namespace wa {
namespace {

ProviderKind KindOf(const Config& config, std::string_view provider) {
  const auto found = std::find_if(config.providers.begin(), config.providers.end(),
                                  [&](const auto& p) { return p.name == provider; });
  return found == config.providers.end() ? ProviderKind::k360dialog : found->kind;
}

std::shared_ptr<Account> Subject(std::string name, SubjectKind subject, std::string provider,
                                 ProviderKind kind) {
  auto account = std::make_shared<Account>();
  account->name = std::move(name);
  account->subject = subject;
  account->provider = std::move(provider);
  account->kind = kind;
  return account;
}

}  // namespace

std::vector<std::shared_ptr<const Account>> SubjectsOf(const Config& config) {
  std::vector<std::shared_ptr<const Account>> subjects;
  for (const PartnerSettings& partner : config.partners) {
    if (!partner.HasApi()) continue;
    auto subject = Subject(PartnerSubject(partner.name), SubjectKind::kPartner, partner.provider,
                           KindOf(config, partner.provider));
    subject->partner = partner.name;
    subjects.push_back(std::move(subject));
  }
  for (const ProviderSettings& provider : config.providers) {
    subjects.push_back(Subject(ProviderSubject(provider.name), SubjectKind::kProvider,
                               provider.name, provider.kind));
  }
  // It is nobody's, and counts for all.
  subjects.push_back(
      Subject(std::string(kUplinkSubject), SubjectKind::kUplink, "", ProviderKind::k360dialog));
  std::sort(subjects.begin(), subjects.end(),
            [](const auto& a, const auto& b) { return a->name < b->name; });
  return subjects;
}

std::string ProviderSubject(std::string_view provider) {
  return "provider/" + std::string(provider);
}

std::string PartnerSubject(std::string_view partner) { return "partner/" + std::string(partner); }

}  // namespace wa
