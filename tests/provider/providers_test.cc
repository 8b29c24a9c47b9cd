#include <gtest/gtest.h>

#include "provider/asking.h"
#include "provider/dialog360.h"
#include "provider/dialog360_onprem.h"
#include "provider/meta.h"
#include "provider/onprem.h"

namespace wa {
namespace {

TEST(Providers, EveryKindIsInTheTable) {
  EXPECT_EQ(&ProviderFor(ProviderKind::k360dialog), &Dialog360());
  EXPECT_EQ(&ProviderFor(ProviderKind::k360dialogOnprem), &Dialog360Onprem());
  EXPECT_EQ(&ProviderFor(ProviderKind::kMeta), &Meta());
  EXPECT_EQ(&ProviderFor(ProviderKind::kOnprem), &Onprem());
}

// Bodies that are none of what was asked for, and not even of one type.
constexpr const char* kForeign[] = {
    "",
    "null",
    "7",
    "\"text\"",
    "[]",
    "{}",
    "[[[",
    R"({"data":7})",
    R"({"data":[7,null,"x",[],{}]})",
    R"({"data":{"id":{}}})",
    R"({"health_status":7})",
    R"({"health_status":{"entities":7}})",
    R"({"health_status":{"entities":[7,{"errors":{}},{"entity_type":"BUSINESS","errors":[7]}]}})",
    R"({"health":7})",
    R"({"health":{"a":7,"b":{"gateway_status":{}}}})",
    R"({"url":7})",
    R"({"url":{}})",
    R"({"waba_templates":[7,{"status":7},{"status":"x","name":{}}]})",
    R"({"count":-1,"offset":-1,"total":"9223372036854775807"})",
    R"({"count":9223372036854775807,"offset":9223372036854775807,"total":9223372036854775807})",
    R"({"paging":{"next":7,"cursors":7}})",
    R"({"quality_rating":7,"status":[],"throughput":"HIGH","messaging_limit_tier":{}})",
};

TEST(Providers, AnyBodyIsReadByEveryOneOfThem) {
  const std::vector<Account> accounts{Asked("1", "9"), Asked("2", "9")};
  const std::string deep(100'000, '[');
  std::vector<std::string> bodies(std::begin(kForeign), std::end(kForeign));
  bodies.push_back(deep);
  for (const auto& [kind, kind_name] : EnumNames<ProviderKind>::table) {
    const Provider& provider = ProviderFor(kind);
    for (const Operation operation :
         {Operation::kHealth, Operation::kWebhook, Operation::kTemplates}) {
      if (!provider.Asks(operation, accounts.front())) continue;
      for (const std::string& body : bodies) {
        for (const int status : {200, 500}) {
          const HttpResponse response = Http(status, body);
          const bool alone = provider.BatchKey(accounts.front(), operation).empty();
          const Batch batch = alone ? Batch{&accounts.front()} : All(accounts);
          const auto facts = provider.Read(operation, Settings(), batch, {response});
          ASSERT_EQ(facts.size(), batch.size()) << kind_name << " " << body;
          EXPECT_EQ(facts.front().http_status, status);
          const bool says = !facts.front().signs.empty() || facts.front().number.templates;
          EXPECT_TRUE(says) << kind_name << " " << Name(operation) << " " << body;
          (void)provider.NextPage(operation, response);
        }
      }
    }
  }
}

}  // namespace
}  // namespace wa
