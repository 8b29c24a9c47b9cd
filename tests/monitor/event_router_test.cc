#include "monitor/event_router.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace wa {
namespace {

using Positions = std::vector<std::size_t>;

std::shared_ptr<const Account> AccountOf(const std::string& name, const std::string& waba,
                                         const std::string& number_id, const std::string& number,
                                         const std::string& provider = "d360") {
  auto account = std::make_shared<Account>();
  account->name = name;
  account->provider = provider;
  account->waba_id = waba;
  account->phone_number_id = number_id;
  account->phone_number = number;
  account->channel_id = name + "CH";
  return account;
}

class Router : public testing::Test {
 protected:
  Router() {
    PartnerSettings partner;
    partner.name = "acme";
    partner.provider = "d360";
    partners_ = {partner};
  }

  Positions Of(const std::string& account, const Event& event) const {
    Told told;
    told.account = account;
    told.event = event;
    return EventRouter(accounts_, partners_).AccountsOf(told);
  }
  Positions OfPartner(const Event& event) const {
    Told told;
    told.partner = "acme";
    told.event = event;
    return EventRouter(accounts_, partners_).AccountsOf(told);
  }

  const std::vector<std::shared_ptr<const Account>> accounts_{
      AccountOf("a", "500", "501", "+49 30 1234567"), AccountOf("b", "500", "502", ""),
      AccountOf("c", "600", "", "+49 (89) 765"), AccountOf("d", "500", "501", "", "other")};
  std::vector<PartnerSettings> partners_;
};

TEST_F(Router, TheNumberOutweighsThePath) {
  Event event;
  event.waba_id = "500";
  event.phone_number_id = "502";
  EXPECT_EQ(Of("a", event), Positions{1});
}

TEST_F(Router, ANumberIsFoundHoweverItIsWritten) {
  Event event;
  event.phone_number = "4989765";
  event.phone_number_id = "777";
  EXPECT_EQ(Of("a", event), Positions{2});
}

TEST_F(Router, AllAccountsOfABusinessAccountAreMeant) {
  Event event;
  event.waba_id = "500";
  EXPECT_EQ(Of("c", event), (Positions{0, 1})) << "but those at another provider";
}

TEST_F(Router, ThePathTellsWhereTheEventDoesNot) {
  EXPECT_EQ(Of("b", Event{}), Positions{1});
  Event event;
  event.phone_number_id = "999";
  EXPECT_EQ(Of("c", event), Positions{2}) << "c has no id that says otherwise";
  EXPECT_EQ(Of("a", event), Positions{}) << "another number of the same application";
  EXPECT_EQ(Of("nobody", Event{}), Positions{});
  Event by_number;
  by_number.phone_number = "4915551234567";
  EXPECT_EQ(Of("a", by_number), Positions{}) << "account-level fields name no id, only the number";
  EXPECT_EQ(Of("c", by_number), Positions{});
}

TEST_F(Router, APartnersEventIsForItsChannelOrNobody) {
  Event event;
  event.channel_id = "bCH";
  EXPECT_EQ(OfPartner(event), Positions{1});
  event.channel_id = "dCH";
  EXPECT_EQ(OfPartner(event), Positions{}) << "d is not at the partner's provider";
  EXPECT_EQ(OfPartner(Event{}), Positions{});
}

}  // namespace
}  // namespace wa
