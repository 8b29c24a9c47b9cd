#include "web/http_types.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "support/in_memory.h"
#include "web/url.h"

namespace wa {
namespace {

using test::InMemory;

const std::string kSecret = std::string(100, 's') + "ecret";

void ExpectWiped(const char* bytes) {
  EXPECT_EQ(InMemory(bytes, kSecret.size()).find("sss"), std::string::npos);
}

TEST(RequestTest, AddressAndHeadersAreWipedWhenItGoes) {
  auto request = std::make_unique<Request>();
  request->target = request->path = kSecret;
  request->headers["x-my-token"] = kSecret;
  request->query["hub.verify_token"] = kSecret;
  const char* const bytes[] = {request->target.data(), request->path.data(),
                               request->headers["x-my-token"].data(),
                               request->query["hub.verify_token"].data()};
  auto moved = std::make_unique<Request>(std::move(*request));
  request.reset();
  EXPECT_EQ(moved->Header("x-my-token"), kSecret);
  moved.reset();
  for (const char* one : bytes) ExpectWiped(one);
}

TEST(TargetTest, IsWipedWhenItGoes) {
  auto target = std::make_unique<Target>(
      ParseTarget("/webhook/" + kSecret + "?hub.verify_token=" + kSecret).value());
  const char* path = target->path.data();
  const char* value = target->query.at("hub.verify_token").data();
  target.reset();
  ExpectWiped(path);
  ExpectWiped(value);
}

}  // namespace
}  // namespace wa
