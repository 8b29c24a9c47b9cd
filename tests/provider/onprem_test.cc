#include "provider/onprem.h"

#include <gtest/gtest.h>

#include "provider/answer.h"
#include "provider/asking.h"

namespace wa {
namespace {

TEST(Onprem, AsksForTheHealthWithABearerTokenAndForNothingElse) {
  const HttpRequest request = Ask(Onprem(), Operation::kHealth, {Asked()});
  EXPECT_EQ(request.url, "/v1/health");
  EXPECT_EQ(request.secret_header, "Authorization");
  EXPECT_EQ(request.secret.Reveal(), "Bearer key-of-the-number");
  for (const auto& [operation, name] : EnumNames<Operation>::table) {
    EXPECT_EQ(Onprem().Asks(operation, Asked()), operation == Operation::kHealth) << name;
  }
}

Text Lines(int status, const std::string& body) {
  const Account account = Asked();
  return Lines(
      Onprem().Read(Operation::kHealth, Settings(), {&account}, {Http(status, body)}).front());
}

TEST(Onprem, ReadsASingleNodeAndAllOfSeveral) {
  EXPECT_EQ(Lines(200, R"({"health":{"gateway_status":"unregistered"}})"),
            Text{"field gateway_status unregistered"});
  EXPECT_EQ(Lines(200, R"({"health":{"a:1":{"gateway_status":"connected","role":"coreapp"},
                          "b:2":{"gateway_status":"disconnected"},
                          "c:3":{"gateway_status":"disconnected"}}})"),
            (Text{"field gateway_status connected | a:1",
                  "field gateway_status disconnected | b:2, c:3"}));
}

TEST(Onprem, ErrorsOfTheApi) {
  EXPECT_EQ(Lines(401, R"({"errors":[{"code":1024,"title":"Password change required"}]})").front(),
            "error-list[1024] Password change required");
}

}  // namespace
}  // namespace wa
