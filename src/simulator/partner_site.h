#pragma once

#include <map>
#include <string>
#include <vector>

#include "simulator/actors.h"
#include "simulator/api_site.h"
#include "simulator/roster.h"

namespace wa::simulator {

// 360dialog's Partner API, under /api/v2: login, and the channels of a partner, who are accounts of
// the scenario. A credential that is not the partner's is answered partner-permission-denied, a
// token that is over or unknown partner-token-expired.
class PartnerSite final : public ApiSite {
 public:
  // REQUIRES: roster and actors outlive the site.
  PartnerSite(std::vector<PartnerScript> partners, Roster* roster, const Actors* actors);
  Exchange Identify(const Request& request) const override;
  AnswerPtr Handle(const Request& request, const Exchange& exchange, const Moment& now) override;

  // From now on; false: there is no such partner.
  bool RevokeTokens(const std::string& name);
  // An empty one stays as it is.
  bool ChangeCredentials(const std::string& name, Secret api_key, Secret password);

 private:
  struct Partner {
    PartnerScript script;
    std::vector<std::size_t> channels;  // indices of accounts, in order of creation
    std::vector<std::size_t> by_id;
  };
  struct Token {
    std::size_t partner;
    Duration until;  // exclusive, since the start
  };

  Partner* Find(const std::string& name);
  AnswerPtr Login(const Request& request, const Moment& now);
  AnswerPtr Issue(std::size_t partner, const Roster::Current& current, const Moment& now);
  // Null if the credential may ask about the partner.
  AnswerPtr WhyNot(const Request& request, const Exchange& exchange, const Moment& now,
                   std::size_t partner) const;
  std::string Channels(const Partner& partner, const Request& request, const Moment& now) const;

  std::vector<Partner> partners_;
  Roster* roster_;
  const Actors* actors_;
  std::map<std::string, std::size_t> by_id_;  // of partners_
  std::map<std::string, Token> tokens_;       // by Sha256Hex
  std::size_t issued_ = 0;
  const AnswerPtr login_failed_;
  const AnswerPtr token_expired_;
};

}  // namespace wa::simulator
