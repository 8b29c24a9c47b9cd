#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "web/conditions_page.h"
#include "web/config_page.h"
#include "web/config_text.h"
#include "web/fleet_for_web.h"
#include "web/routes.h"

namespace wa {
namespace {

bool Holds(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}

std::vector<Condition> TwoConditions() {
  Condition restart;
  restart.slug = "restarting";
  restart.title = "It restarts";
  restart.meaning = "Once a day.";
  restart.severity = Severity::kCritical;
  restart.contact = Contact::kSupport;
  restart.state = AccountState::kWait;
  restart.action = "Contact the support.";
  restart.graces = {{std::nullopt, std::nullopt, std::chrono::minutes(10)},
                    {std::nullopt, Plan::kPremium, std::chrono::minutes(2)}};
  restart.sources = {{"https://example.com/<errors>", "2026-11-23", "Wait \u202Eten minutes."}};
  Condition unknown;
  unknown.slug = std::string(kUnknownErrorSlug);
  unknown.title = "Nobody knows it";
  unknown.owner = Owner::kYou;
  unknown.graces = {{std::nullopt, std::nullopt, Duration(0)}};
  return {restart, unknown};
}

std::shared_ptr<const Catalogue> Known() { return Catalogue::Make(TwoConditions(), {}).value(); }

TEST(ConditionsPage, SaysOfEachWhatItMeansAndWhatToDo) {
  const std::string page = ConditionsPage(*Known(), "", "1.2.3");
  for (const std::string part :
       {"The catalogue has 2 conditions.", "<article id=\"restarting\"", "It restarts",
        "Once a day.", "<dt>What to do</dt><dd>Contact the support.</dd>",
        "<dt>Who must act</dt><dd>the provider</dd>", "warranted once it has lasted longer",
        "it may last up to 10m; premium: 2m", "after two good polls", "https://example.com/",
        "read 2026-11-23", "<article id=\"unknown-error\""}) {
    EXPECT_TRUE(Holds(page, part)) << part << "\n" << page;
  }
}

TEST(ConditionsPage, LeadsToNoOtherHost) {
  const std::string page = ConditionsPage(*Known(), "", "1.2.3");
  EXPECT_FALSE(Holds(page, "href=\"http"));
  EXPECT_FALSE(Holds(page, "<errors>"));
  EXPECT_FALSE(Holds(page, "\u202E"));
}

TEST(ConditionsPage, FindsByNameAndWords) {
  const std::string page = ConditionsPage(*Known(), " ONCE a ", "1.2.3");
  EXPECT_TRUE(Holds(page, "1 of 2 conditions"));
  EXPECT_TRUE(Holds(page, "id=\"restarting\""));
  EXPECT_FALSE(Holds(page, "id=\"unknown-error\""));
  EXPECT_TRUE(Holds(ConditionsPage(*Known(), "\"><b>", "1"), "0 of 2 conditions"));
  EXPECT_TRUE(Holds(ConditionsPage(*Known(), "\"><b>", "1"), "value=\"&quot;&gt;&lt;b&gt;\""));
}

// Everything in which somebody may have put something that opens something.
Config FullOfSecrets() {
  const Secret secret("canary-secret");
  Config config;
  config.observations_token = secret;
  config.polling.canary_urls = {"https://user:canary-secret@example.com/a?key=canary-secret"};
  config.conditions["restarting"].grace = std::chrono::minutes(3);
  ProviderSettings provider;
  provider.name = "d360";
  provider.base_url = "https://waba.example.com";
  provider.requests_per_second = 2.5;
  provider.app_secret = secret;
  provider.webhook_url = "https://hooks.example.com/{account}?token=canary-secret";
  provider.secret_webhook_url = secret;
  config.providers = {provider};
  WebhookAuth webhook{secret, secret, "x-own", secret, secret};
  PartnerSettings partner;
  partner.name = "acme";
  partner.id = "abcPA";
  partner.webhook = webhook;
  partner.api_key = partner.username = partner.password = secret;
  config.partners = {partner};
  WabaSource waba;
  waba.token = secret;
  config.waba_sources = {waba};
  HttpSource http;
  http.url = "https://sd.example.com/targets?key=canary-secret";
  http.token = secret;
  config.http_sources = {http};
  Account account;
  account.name = "berlin-shop";
  account.provider = "d360";
  account.phone_number = "+49 30 1234567";
  account.api_key = secret;
  account.webhook = webhook;
  account.tags.Edit() = {{"team", "\"retail\""}};
  config.accounts = {std::make_shared<const Account>(account)};
  return config;
}

TEST(ConfigText, HasNeitherSecretsNorNumbers) {
  const std::string text = ConfigText(FullOfSecrets());
  EXPECT_FALSE(Holds(text, "canary-secret")) << text;
  EXPECT_FALSE(Holds(text, "1234567")) << text;
  const std::string page = ConfigPage(FullOfSecrets(), "1.2.3");
  EXPECT_FALSE(Holds(page, "canary-secret"));
  EXPECT_FALSE(Holds(page, "1234567"));
}

TEST(ConfigText, SaysWhatIsInUseAndWhereASecretIsSet) {
  const std::string text = ConfigText(FullOfSecrets());
  for (const std::string part :
       {"max_body = \"4MiB\"\n", "[polling]\ninterval = \"1m\"\n",
        "[condition.restarting]\ngrace = \"3m\"\n",
        "[provider.d360]\nkind = \"360dialog\"\nbase_url = \"https://waba.example.com\"\n"
        "requests_per_second = 2.5\n",
        "app_secret = \"***\"", "webhook_url = \"https://hooks.example.com/{account}?***\"",
        "canary_urls = [\"https://***@example.com/a?***\"]", "[observations]\ntoken = \"***\"",
        "[[account]]\nname = \"berlin-shop\"\n", "phone_number = \"+49 ** *****67\"",
        "tags = { \"team\" = \"\\\"retail\\\"\" }"}) {
    EXPECT_TRUE(Holds(text, part)) << part << "\n" << text;
  }
  EXPECT_FALSE(Holds(ConfigText(Config()), "***"));
}

TEST(ConfigText, SaysWhatIsAskedForAndWhoWatchesWhom) {
  Config config = FullOfSecrets();
  EXPECT_FALSE(Holds(ConfigText(config), "--shard"));
  config.shard = {1, 3};
  config.providers[0].health_fields = {"id", "status"};
  ProviderSettings meta;
  meta.name = "meta";
  meta.kind = ProviderKind::kMeta;
  config.providers.push_back(meta);
  config.partners[0].discover = true;
  config.partners[0].page_size = 50;
  config.partner_sources["acme"] = {"d360", Plan::kPremium, std::string("/keys/acme"),
                                    std::map<std::string, std::string>{{"team", "retail"}}};
  const std::string text = ConfigText(config);
  EXPECT_TRUE(text.starts_with("# --shard 1/3: ")) << text;
  EXPECT_TRUE(Holds(text, "health_fields = [\"id\", \"status\"]\n")) << text;
  EXPECT_EQ(text.find("health_fields"), text.rfind("health_fields")) << "others are not asked so";
  EXPECT_TRUE(Holds(text, "page_size = 50\n")) << text;
  EXPECT_TRUE(Holds(text,
                    "discover = true\nplan = \"premium\"\nkeys = \"/keys/acme\"\n"
                    "tags = { \"team\" = \"retail\" }\n"))
      << text;
}

TEST(ConfigText, SaysWhenWorkIsAnnounced) {
  Config config;
  Maintenance once;
  once.reason = "moves";
  once.scope.accounts = {"berlin-shop"};
  once.when = TimeSpan{test::kNow, test::kNow + std::chrono::hours(1)};
  Maintenance weekly;
  WeeklyTimes times;
  times.weekdays.set(6);
  times.from = std::chrono::minutes(125);
  times.to = std::chrono::minutes(150);
  times.time_zone = "Europe/Berlin";
  weekly.when = times;
  config.maintenance = {once, weekly};
  const std::string text = ConfigText(config);
  EXPECT_TRUE(Holds(text, "accounts = [\"berlin-shop\"]\nfrom = \"2026-11-24T08:12:30Z\"\n"))
      << text;
  EXPECT_TRUE(Holds(text,
                    "all = true\nfrom = \"02:05\"\nto = \"02:30\"\n"
                    "time_zone = \"Europe/Berlin\"\nweekdays = [\"sunday\"]\n"))
      << text;
}

TEST(ConfigText, CountsWhatIsTooMuchToRead) {
  Config config;
  for (int i = 0; i < 103; ++i) {
    Account account;
    account.name = "account-" + std::to_string(i);
    config.accounts.push_back(std::make_shared<const Account>(account));
  }
  const std::string text = ConfigText(config);
  EXPECT_TRUE(Holds(text, "account-99\""));
  EXPECT_FALSE(Holds(text, "account-100\""));
  EXPECT_TRUE(Holds(text, "# ... and 3 more accounts"));
}

TEST(ReferencePages, AreServed) {
  Backend backend = test::MakeBackend(test::MixedFleet());
  backend.catalogue = &Known;
  const auto ask = [&](const std::string& target) {
    Response answer;
    Request request;
    request.target = target;
    Router(backend).Handle(request, [&](Response response) { answer = std::move(response); });
    return answer;
  };
  EXPECT_TRUE(Holds(*ask("/conditions?q=restarting").body, "1 of 2 conditions"));
  EXPECT_EQ(ask("/conditions?p=1").status, 400);
  EXPECT_TRUE(Holds(*ask("/config").body, "[server]"));
}

}  // namespace
}  // namespace wa
