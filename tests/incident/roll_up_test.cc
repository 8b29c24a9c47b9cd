#include "incident/roll_up.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Condition Make(std::string slug, Owner owner, Scope scope, AccountState state, Reach reach) {
  Condition condition;
  condition.slug = std::move(slug);
  condition.owner = owner;
  condition.scope = scope;
  condition.state = state;
  condition.reach = reach;
  return condition;
}

constexpr auto kYou = Owner::kYou;
constexpr auto kProvider = Owner::kProvider;
constexpr auto kDown = AccountState::kDown;
constexpr auto kDegraded = AccountState::kDegraded;

// What a few accounts and wider things have, and what the roll-up makes of it:
//   Subject("provider/d360"); Has(outage_, minutes(2));
//   Number("a"); Has(restart_, minutes(0));
//   EXPECT_EQ(Explained(), "a restart by provider/d360\n");
class RollUpTest : public testing::Test {
 protected:
  Account& Number(const std::string& name, const std::string& provider = "d360") {
    accounts_.emplace_back();
    accounts_.back().name = name;
    accounts_.back().provider = provider;
    accounts_.back().api_key = Secret("key");
    open_.emplace_back();
    credentials_.push_back(0);
    return accounts_.back();
  }
  void Subject(SubjectKind kind, const std::string& name, const std::string& provider,
               const std::string& partner = "") {
    Account& subject = Number(name, provider);
    subject.subject = kind;
    subject.partner = partner;
  }
  void Provider() { Subject(SubjectKind::kProvider, "provider/d360", "d360"); }
  void Partner() { Subject(SubjectKind::kPartner, "partner/acme", "d360", "acme"); }
  void Uplink() { Subject(SubjectKind::kUplink, "uplink", ""); }
  // The account that was added last has it since then.
  void Has(const Condition& condition, Duration since) {
    Incident incident;
    incident.condition = incident.seen_now = &condition;
    incident.start = SteadyTime(hours(100)) + since;
    open_.back().push_back(incident);
  }
  void SharedKey(std::size_t credential) { credentials_.back() = credential; }
  void Waba(const std::string& name, const std::string& waba, const Condition& condition,
            Duration since) {
    Number(name).waba_id = waba;
    Has(condition, since);
  }

  std::string Explained() const {
    std::vector<Ill> ills;
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      ills.push_back({&accounts_[i], credentials_[i], open_[i]});
    }
    std::string text;
    for (const Explanation& one : RollUp(ills)) {
      const Ill& ill = ills[one.ill];
      text += ill.account->name + " " + ill.open[one.incident].condition->slug + " by " +
              std::string(one.by) + "\n";
    }
    return text;
  }

  const Condition restart_ =
      Make("restart", kProvider, Scope::kNumber, AccountState::kWait, Reach::kStack);
  const Condition silent_ =
      Make("silent", kProvider, Scope::kProvider, AccountState::kWait, Reach::kNone);
  const Condition bad_key_ = Make("bad-key", kYou, Scope::kCredential, kDown, Reach::kGateway);
  const Condition payment_ = Make("payment", kYou, Scope::kNumber, kDown, Reach::kStack);
  const Condition slow_ = Make("slow", kProvider, Scope::kNumber, kDegraded, Reach::kStack);
  const Condition deleted_ = Make("deleted", kYou, Scope::kWaba, kDown, Reach::kEvent);
  const Condition outage_ = Make("outage", kProvider, Scope::kProvider, kDown, Reach::kStack);
  const Condition incident_ =
      Make("incident", kProvider, Scope::kProvider, kDegraded, Reach::kEvent);
  const Condition denied_ = Make("denied", kYou, Scope::kPartner, kDegraded, Reach::kEvent);
  const Condition uplink_ = Make("uplink-down", kYou, Scope::kUplink, kDegraded, Reach::kNone);
  const Condition channel_ = [] {
    Condition channel = Make("channel", kYou, Scope::kNumber, kDown, Reach::kEvent);
    channel.rules.resize(1);
    channel.rules[0].sign = SignKind::kField;
    return channel;
  }();

 private:
  std::deque<Account> accounts_;
  std::deque<std::vector<Incident>> open_;
  std::vector<std::size_t> credentials_;
};

TEST_F(RollUpTest, AloneEverythingStandsForItself) {
  for (const Condition* condition : {&restart_, &bad_key_, &deleted_, &channel_}) {
    Number(condition->slug).waba_id = "w";
    SharedKey(1);
    Has(*condition, minutes(0));
  }
  EXPECT_EQ(Explained(), "");
}

TEST_F(RollUpTest, AnOutageOfTheProviderExplainsWhatIsItsFault) {
  Number("a");
  Has(restart_, minutes(0));
  Has(payment_, minutes(0));
  Has(slow_, minutes(0));
  Number("b");
  Has(bad_key_, minutes(0));
  Has(silent_, minutes(5));
  Number("c", "other");
  Has(restart_, minutes(0));
  Provider();
  Has(outage_, minutes(2));
  EXPECT_EQ(Explained(), "a restart by provider/d360\nb silent by provider/d360\n");
}

TEST_F(RollUpTest, WhatItsStatusPageTellsExplainsNothing) {
  Number("a");
  Has(restart_, minutes(0));
  Provider();
  Has(incident_, minutes(0));
  EXPECT_EQ(Explained(), "");
}

TEST_F(RollUpTest, WhatBeganLongBeforeTheOutageHasAnotherCause) {
  Number("a");
  Has(restart_, -minutes(15));
  Number("b");
  Has(restart_, -minutes(15) - seconds(1));
  Provider();
  Has(outage_, minutes(0));
  EXPECT_EQ(Explained(), "a restart by provider/d360\n");
}

TEST_F(RollUpTest, APartnerExplainsWhatItsApiTellsOfChannelsWithoutAKey) {
  Account& keyless = Number("a");
  keyless.partner = "acme";
  keyless.api_key = Secret();
  Has(channel_, minutes(1));
  Has(deleted_, minutes(1));  // told by a webhook
  Account& before = Number("d");
  before.partner = "acme";
  before.api_key = Secret();
  Has(channel_, minutes(-1));  // a listing told of it before the API refused
  Number("b").partner = "acme";
  Has(channel_, minutes(1));
  Account& strange = Number("c");
  strange.partner = "other";
  strange.api_key = Secret();
  Has(channel_, minutes(1));
  Partner();
  Has(denied_, minutes(0));
  EXPECT_EQ(Explained(), "a channel by partner/acme\n");
}

TEST_F(RollUpTest, TheFirstAccountOfAWabaRepresentsTheOthers) {
  Waba("c", "w1", deleted_, minutes(0));
  Waba("b", "w1", deleted_, minutes(0));
  Waba("a", "w1", deleted_, minutes(1));
  Waba("d", "w2", deleted_, minutes(0));
  Waba("e", "", deleted_, minutes(0));
  Waba("f", "", deleted_, minutes(1));
  Waba("g", "w1", restart_, minutes(1));
  EXPECT_EQ(Explained(), "c deleted by b\na deleted by b\n");
}

TEST_F(RollUpTest, AccountsWithOneKeyAreOne) {
  for (const char* name : {"a", "b", "c"}) {
    Number(name);
    Has(bad_key_, minutes(0));
    SharedKey(name[0] == 'c' ? 2 : 1);
  }
  Number("d");
  Has(bad_key_, minutes(0));
  Number("e");
  Has(bad_key_, minutes(0));
  EXPECT_EQ(Explained(), "b bad-key by a\n");
}

TEST_F(RollUpTest, WhatBeganWhileOurNetworkWasDownIsOurs) {
  Number("a");
  Has(silent_, minutes(1));
  Has(deleted_, minutes(1));  // a webhook reached us
  Number("b");
  Has(silent_, -seconds(1));
  Provider();
  Has(outage_, minutes(3));
  Uplink();
  Has(uplink_, minutes(0));
  EXPECT_EQ(Explained(),
            "a silent by uplink\nb silent by provider/d360\nprovider/d360 outage by uplink\n");
}

// Whoever the uplink explains represents nobody.
TEST_F(RollUpTest, WiderCausesComeFirst) {
  const Condition locked = Make("locked", kYou, Scope::kWaba, kDown, Reach::kStack);
  Waba("a", "w", locked, minutes(1));
  Waba("b", "w", locked, minutes(2));
  Uplink();
  Has(uplink_, minutes(0));
  EXPECT_EQ(Explained(), "a locked by uplink\nb locked by uplink\n");
}

TEST_F(RollUpTest, OfSeveralWiderIncidentsTheFirstCounts) {
  Number("a");
  Has(restart_, -minutes(10));
  Provider();
  Has(outage_, minutes(10));
  Has(outage_, minutes(0));
  EXPECT_EQ(Explained(), "a restart by provider/d360\n");
}

TEST_F(RollUpTest, AWholeFleetIsRolledUp) {
  for (int i = 0; i < 20'000; ++i) {
    Number("n" + std::to_string(i)).waba_id = "w" + std::to_string(i / 10);
    Has(restart_, minutes(0));
    Has(deleted_, minutes(0));
  }
  Provider();
  Has(outage_, minutes(2));
  const std::string explained = Explained();
  EXPECT_EQ(std::count(explained.begin(), explained.end(), '\n'), 20'000 + 18'000);
}

}  // namespace
}  // namespace wa
