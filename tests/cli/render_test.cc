// Everything that is printed, as whole outputs in tests/golden/cli: at 100 columns, and at 80 where
// the lines are longest.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/golden.h"
#include "cli/layout.h"
#include "cli/make_accounts.h"
#include "cli/poll_once.h"
#include "cli/render_check.h"
#include "cli/render_conditions.h"
#include "cli/render_explain.h"
#include "cli/render_help.h"
#include "cli/render_probe.h"
#include "cli/small_catalogue.h"

namespace wa {
namespace {

using test::ExpectGolden;
using test::MakeAccount;
using test::MakeFailure;
using test::MakeResponse;
using test::SmallCatalogue;

constexpr Style kWide{100, false};
constexpr Style kNarrow{80, false};

const char kRestart[] = R"({"meta":{"httpCode":500,"developerMessage":"The stack went away"}})";
const char kClosed[] =
    R"({"health_status":{"can_send_message":"BLOCKED","entities":[{"entity_type":"WABA",)"
    R"("can_send_message":"BLOCKED","errors":[{"error_code":141006,"error_description":)"
    R"("There is an error with the payment method.","possible_solution":"Please add a new payment )"
    R"(method to the account, then wait until it was checked."}]},{"entity_type":"PHONE_NUMBER",)"
    R"("can_send_message":"AVAILABLE","can_receive_call_sip":"BLOCKED"}]}})";

Explanation ExplainIt(HttpResponse response) {
  return Explain(SmallCatalogue(), ProviderKind::k360dialog, {std::move(response), ""});
}

// An address stays whole, so that it can be copied.
void ExpectNarrowerThan(std::size_t width, const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const bool address = line.find("    http") == 0 || line.find("  GET http") == 0;
    EXPECT_TRUE(address || Columns(line) <= width) << line;
  }
}

TEST(RenderExplain, Restart) {
  const Explanation explanation = ExplainIt(MakeResponse(500, kRestart));
  ExpectGolden("explain-restart.txt", RenderExplanation(explanation, kWide));
  ExpectGolden("explain-restart-80.txt", RenderExplanation(explanation, kNarrow));
  ExpectGolden("explain-restart.json", ExplanationJson(explanation));
}

TEST(RenderExplain, TwoConditions) {
  const Explanation explanation = ExplainIt(MakeResponse(200, kClosed));
  ASSERT_EQ(explanation.findings.size(), 2u);
  ExpectGolden("explain-two.txt", RenderExplanation(explanation, kWide));
  ExpectGolden("explain-two.json", ExplanationJson(explanation));
}

TEST(RenderExplain, Fine) {
  const Explanation explanation = ExplainIt(MakeResponse(200, test::kGoodBody));
  EXPECT_EQ(RenderExplanation(explanation, kWide),
            "Fine: messages can be sent.\n"
            "  Entities: phone_number available, waba available\n");
  EXPECT_EQ(ExplanationJson(explanation), "{\n  \"condition\": null,\n  \"conditions\": []\n}\n");
}

// One delivery with all that is shown: messages, conditions told once and often, what is over, and
// what is no more than information.
const char kDelivery[] =
    R"({"object":"whatsapp_business_account","entry":[{"id":"102290129340398","time":1743451903,)"
    R"("changes":[{"field":"account_update","value":{"event":"DISABLED_UPDATE","ban_info":)"
    R"({"waba_ban_state":"REINSTATE","waba_ban_date":"April 17, 2025"}}},)"
    R"({"field":"message_template_status_update","value":{"event":"PAUSED",)"
    R"("message_template_id":1,"message_template_name":"order_update",)"
    R"("message_template_language":"en"}},)"
    R"({"field":"account_update","value":{"event":"PARTNER_ADDED"}},)"
    R"({"field":"messages","value":{"metadata":{"display_phone_number":"15550783881",)"
    R"("phone_number_id":"106540352242922"},"statuses":[)"
    R"({"id":"wamid.1","status":"delivered","timestamp":"1743451800"},)"
    R"({"id":"wamid.2","status":"failed","timestamp":"1743451801",)"
    R"("errors":[{"code":131047,"title":"Re-engagement message"}]},)"
    R"({"id":"wamid.3","status":"failed","timestamp":"1743451801",)"
    R"("errors":[{"code":131047,"title":"Re-engagement message"}]},)"
    R"({"id":"wamid.4","status":"failed","timestamp":"1743451802",)"
    R"("errors":[{"code":131042,"title":"Business eligibility payment issue"}]}]}}]}]})";

TEST(RenderExplain, Delivery) {
  const Explanation explanation = ExplainIt(MakeResponse(0, kDelivery));
  ExpectGolden("explain-delivery.txt", RenderExplanation(explanation, kWide));
  ExpectGolden("explain-delivery-80.txt", RenderExplanation(explanation, kNarrow));
  ExpectGolden("explain-delivery.json", ExplanationJson(explanation));
  ExpectNarrowerThan(80, RenderExplanation(explanation, kNarrow));
  EXPECT_EQ(RenderExplanation(explanation, kWide).find("15550783881"), std::string::npos);
}

TEST(RenderExplain, ADeliveryThatIsFine) {
  const Explanation explanation = ExplainIt(
      MakeResponse(0, R"({"statuses":[{"id":"1","status":"read","timestamp":"1743451800"}]})"));
  EXPECT_EQ(RenderExplanation(explanation, kWide),
            "Fine: this delivery tells of nothing wrong.\nMessages: 1 read\n");
}

TEST(RenderExplain, NothingIsSaidToBeNothing) {
  Explanation explanation;
  explanation.nothing = "it is the handshake";
  EXPECT_EQ(RenderExplanation(explanation, kWide), "No condition: it is the handshake.\n");
  EXPECT_EQ(ExplanationJson(explanation), "{\n  \"condition\": null,\n  \"conditions\": []\n}\n");
}

TEST(RenderExplain, ColourPaintsTheTitleBySeverity) {
  const Explanation critical = ExplainIt(MakeResponse(500, kRestart));
  const std::string text = RenderExplanation(critical, {100, true});
  EXPECT_EQ(text.find("\x1b[1;31mThe stack restarts (stack-restarts)\x1b[0m\n"), 0u) << text;
  EXPECT_EQ(RenderExplanation(critical, kWide).find('\x1b'), std::string::npos);
}

TEST(RenderConditions, EachFitsTheWidth) {
  ExpectNarrowerThan(100, RenderConditions(SmallCatalogue(), kWide));
  ExpectNarrowerThan(80, RenderConditions(SmallCatalogue(), kNarrow));
}

TEST(RenderConditions, OneCondition) {
  std::string text;
  for (const char* slug : {"stack-restarts", "account-off", "template-off", "message-late"}) {
    text += RenderCondition(*SmallCatalogue().Find(slug), kNarrow) + "\n";
  }
  ExpectGolden("condition-80.txt", text);
}

TEST(RenderConditions, TheWholeCatalogue) {
  ExpectGolden("conditions.txt", RenderConditions(SmallCatalogue(), kWide));
  ExpectGolden("conditions-80.txt", RenderConditions(SmallCatalogue(), kNarrow));
  ExpectGolden("conditions.json", ConditionsJson(SmallCatalogue()));
  ExpectGolden("conditions.md", ConditionsMarkdown(SmallCatalogue()));
}

// One probe with everything that it prints.
struct Probe {
  std::shared_ptr<const Account> account = MakeAccount("berlin-shop");
  Outcome outcome;
  std::vector<SecondOpinion> opinions;

  HttpRequest Request() const {
    Config config;
    config.providers = {test::MakeProvider("d360", "https://waba.example.com")};
    return PollRequest(config, *account);
  }
  Verdict Judged() const { return Judge(SmallCatalogue(), *account, outcome, opinions); }
  std::string Text(const Style& style) const {
    std::string text;
    for (const std::string& part :
         {RenderRequest(Request(), style), RenderTiming(outcome, style),
          RenderAnswer(outcome, account->api_key, style), RenderOpinions(opinions, style),
          RenderVerdict(Judged(), *account, "http://127.0.0.1:10360/", style)}) {
      if (!part.empty()) text += (text.empty() ? "" : "\n") + part;
    }
    return text;
  }
  std::string Json() const {
    const HttpRequest request = Request();
    const Verdict verdict = Judged();
    return ProbeJson({*account, request, outcome, opinions, verdict});
  }
  void Expect(const std::string& name) const {
    ExpectGolden(name + ".txt", Text(kWide));
    ExpectGolden(name + "-80.txt", Text(kNarrow));
    ExpectGolden(name + ".json", Json());
    ExpectNarrowerThan(100, Text(kWide));
    ExpectNarrowerThan(80, Text(kNarrow));
    EXPECT_EQ(Text(kWide).find(test::kCanaryKey), std::string::npos);
    EXPECT_EQ(Json().find(test::kCanaryKey), std::string::npos);
  }
};

TEST(RenderProbe, Restart) {
  Probe probe;
  HttpResponse response = MakeResponse(500, kRestart);
  response.headers.emplace_back("set-cookie", "session=secret");
  response.headers.emplace_back("x-request-id", "0f3a");
  probe.outcome = std::move(response);
  probe.Expect("probe-restart");
}

TEST(RenderProbe, Fine) {
  Probe probe;
  HttpResponse response = MakeResponse(200, test::kGoodBody);
  response.reused_connection = true;
  probe.outcome = std::move(response);
  probe.Expect("probe-fine");
}

TEST(RenderProbe, KeyRepeatedByTheProvider) {
  Probe probe;
  probe.outcome = MakeResponse(
      401, std::string(R"({"meta":{"developerMessage":"Invalid key )") + test::kCanaryKey + "\"}}");
  probe.Expect("probe-key");
}

TEST(RenderProbe, NoAnswerAndNoSecondHost) {
  Probe probe;
  probe.outcome = tl::unexpected(
      MakeFailure(TransportReason::kTimeout, "no answer from waba.example.com within 10 s"));
  probe.Expect("probe-unknown");
}

TEST(RenderProbe, NoAnswerWhileAnotherHostAnswers) {
  Probe probe;
  probe.outcome =
      tl::unexpected(MakeFailure(TransportReason::kConnect, "waba.example.com refuses"));
  probe.opinions = {{"https://www.example.org/", true, "HTTP 200"},
                    {"https://www.example.net/", false, "no answer within 10 s"}};
  probe.Expect("probe-silent");
}

Config ExampleConfig() {
  Config config;
  config.server.listen = {"127.0.0.1:10360", "[::1]:10360"};
  config.storage.path = "data/waba_exporter.db";
  config.providers = {test::MakeProvider("d360", "https://waba.example.com", 20),
                      test::MakeProvider("trial", "http://127.0.0.1:8080")};
  config.accounts = {MakeAccount("berlin-shop"), MakeAccount("lisbon-cafe", Plan::kPremium),
                     MakeAccount("madrid-hotel", Plan::kUnknown, "trial")};
  config.conditions["stack-restarts"].grace = std::chrono::seconds(20);
  Account with_webhook = *MakeAccount("oslo-bank");
  with_webhook.webhook.Edit().signature_key = Secret(test::kCanaryKey);
  config.accounts.push_back(std::make_shared<const Account>(std::move(with_webhook)));
  config.partners.resize(1);
  config.partners.front().name = "acme";
  config.partners.front().provider = "d360";
  config.partners.front().webhook.path = Secret(test::kCanaryKey);
  config.observations_token = Secret(test::kCanaryKey);
  return config;
}

TEST(RenderCheck, SummaryFitsOneScreen) {
  const Config config = ExampleConfig();
  const CheckedConfig checked{"my.toml", "", config, SmallCatalogue()};
  ExpectGolden("check.txt", RenderSummary(checked, kWide));
  ExpectGolden("check-80.txt", RenderSummary(checked, kNarrow));
  ExpectGolden("check.json", CheckJson({}, &checked, nullptr));
  EXPECT_EQ(CheckJson({}, &checked, nullptr).find(test::kCanaryKey), std::string::npos);
}

// What a fleet has more: sources, budgets, a shard, and what is probably not meant.
TEST(RenderCheck, SummaryOfAFleet) {
  Config config = ExampleConfig();
  ProviderSettings cloud = test::MakeProvider("cloud", "https://graph.example.com", 0.01);
  cloud.kind = ProviderKind::kMeta;
  cloud.waba_requests_per_hour = 100;
  config.providers.push_back(cloud);
  config.providers[0].credential_requests_per_hour = 120;
  config.accounts.push_back(MakeAccount("rome-tours", Plan::kRegular, "cloud"));
  PartnerSettings& partner = config.partners.front();
  partner.id = "AbCdPA";
  partner.base_url = "https://hub.example.com";
  partner.api_key = Secret(test::kCanaryKey);
  config.partner_sources["acme"] = {"d360", Plan::kRegular, std::string("channels"), {}};
  WabaSource north;
  north.name = "north";
  north.waba_id = "102290129340398";
  north.token = Secret(test::kCanaryKey);
  north.defaults.provider = "cloud";
  config.waba_sources.push_back(north);
  HttpSource inventory;
  inventory.name = "inventory";
  inventory.url = "https://inventory.example.com/accounts";
  inventory.defaults = {"d360", Plan::kUnknown, std::string("sd-keys"), {}};
  config.http_sources.push_back(inventory);
  config.shard = {1, 3};
  const CheckedConfig checked{"my.toml", "", config, SmallCatalogue()};
  ExpectGolden("check-fleet.txt", RenderSummary(checked, kWide));
  ExpectGolden("check-fleet.json", CheckJson({}, &checked, nullptr));
  EXPECT_EQ(CheckJson({}, &checked, nullptr).find(test::kCanaryKey), std::string::npos);
}

// Whether there is a lock, and which; nothing that opens it.
TEST(RenderCheck, JsonTellsOfTheDoor) {
  Config config = ExampleConfig();
  config.server.tls.cert_file = "tls/cert.pem";
  config.server.tls.key_file = "tls/key.pem";
  config.server.tls.client_ca_file = "tls/ca.pem";
  config.server.tls.client_auth = ClientAuth::kOptional;
  config.server.users = {{"prometheus", Secret(test::kCanaryKey)}};
  config.reload_token = Secret(test::kCanaryKey);
  const CheckedConfig checked{"my.toml", "", config, SmallCatalogue()};
  const std::string text = CheckJson({}, &checked, nullptr);
  EXPECT_EQ(text.find(test::kCanaryKey), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(text)["summary"]["door"], nlohmann::json::parse(R"({
      "locked": true, "allow_unauthenticated": false, "tls": true,
      "client_certificates": "optional", "users": 1, "cases_token": false,
      "reload_token": true})"));
}

TEST(RenderCheck, Problems) {
  const Problems problems{{"my.toml", 3, 5, "unknown key 'intervall'"}, {"a.toml", 0, 0, "gone"}};
  ExpectGolden("check-problems.json", CheckJson(problems, nullptr, nullptr));
}

TEST(RenderCheck, Online) {
  const Config config = ExampleConfig();
  const auto checked = [&](const std::shared_ptr<const Account>& account, const Outcome& outcome) {
    CheckedAccount result{account, 0, {}, Judge(SmallCatalogue(), *account, outcome, {})};
    result.http_status = outcome ? outcome->status : 0;
    result.time = outcome ? outcome->timing.total : outcome.error().timing.total;
    return result;
  };
  const std::vector<AskedSource> sources{
      {"http_sd/cmdb", ""},
      {"partner/acme",
       "partner-permission-denied: The partner has no permission (Permission denied)"}};
  const std::vector<CheckedAccount> accounts{
      checked(config.accounts[0], MakeResponse(500, kRestart)),
      checked(config.accounts[1], MakeResponse(200, test::kGoodBody)),
      checked(config.accounts[2],
              tl::unexpected(MakeFailure(TransportReason::kTimeout, "no answer within 10 s"))),
      checked(MakeAccount("an-account-with-a-name-that-is-as-long-as-names-may-be-0123456789"),
              MakeResponse(200, kClosed))};
  const CheckedOnline online{sources, accounts};
  ExpectGolden("check-online.txt", RenderOnline(online, kWide));
  ExpectGolden("check-online-80.txt", RenderOnline(online, kNarrow));
  ExpectNarrowerThan(100, RenderOnline(online, kWide));
  ExpectNarrowerThan(80, RenderOnline(online, kNarrow));
  const CheckedConfig summary{"my.toml", "", config, SmallCatalogue()};
  ExpectGolden("check-online.json", CheckJson({}, &summary, &online));
}

TEST(RenderHelp, OfTheProgram) {
  const std::string help = RenderProgramHelp(Commands());
  ExpectGolden("help.txt", help);
  ExpectNarrowerThan(80, help);
}

TEST(RenderHelp, OfEachCommand) {
  for (const Command& command : Commands()) {
    std::ostringstream out, err;
    std::istringstream in;
    Console console{out, err, in, kWide};
    EXPECT_EQ(command.run({"--help"}, console), kGood);
    EXPECT_EQ(err.str(), "");
    ExpectGolden("help-" + std::string(command.name) + ".txt", out.str());
    ExpectNarrowerThan(80, out.str());
    EXPECT_NE(out.str().find("\nExample:\n  waba_exporter " + std::string(command.name)),
              std::string::npos);
  }
}

}  // namespace
}  // namespace wa
