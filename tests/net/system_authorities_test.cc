#include "net/system_authorities.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>

#include "net/certificates.h"
#include "net/fault_server.h"
#include "net/transport_case.h"
#include "simulator/running_simulator.h"

namespace wa::test {
namespace {

class SystemAuthoritiesTest : public TransportCase {
 protected:
  void SetUp() override {
    unsetenv("SSL_CERT_FILE");
    TransportCase::SetUp();
  }
  void TearDown() override {
    unsetenv("SSL_CERT_FILE");
    TransportCase::TearDown();
  }
  std::string File(const std::string& name, const std::string& text = "") const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  simulator::TempFolder folder_;
};

TEST_F(SystemAuthoritiesTest, TheFirstThatIsThere) {
  const std::string missing = folder_ / "missing";
  const std::string first = File("first");
  const std::string second = File("second");
  const std::array known{missing.c_str(), first.c_str(), second.c_str()};
  EXPECT_EQ(SystemAuthorities(known), first);
  EXPECT_EQ(SystemAuthorities(std::span(known).first(1)), "") << "the libraries' own";
}

TEST_F(SystemAuthoritiesTest, TheEnvironmentOutranksThem) {
  const std::string first = File("first");
  const std::array known{first.c_str()};
  setenv("SSL_CERT_FILE", "/elsewhere", 1);
  EXPECT_EQ(SystemAuthorities(known), "/elsewhere");
  setenv("SSL_CERT_FILE", "", 1);
  EXPECT_EQ(SystemAuthorities(known), first);
}

TEST_F(SystemAuthoritiesTest, WhoIsSignedByThemIsBelieved) {
  const Authority authority;
  const SslContextPtr context = authority.ServerContext();
  Record record;
  const FaultServer server(Answering(record), context.get());
  setenv("SSL_CERT_FILE", File("ca.pem", authority.Pem()).c_str(), 1);
  const auto answer = Ask(Request(server.Url()));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->body, "fine");
}

TEST_F(SystemAuthoritiesTest, OneThatCannotBeReadIsNamed) {
  const Authority authority;
  const SslContextPtr context = authority.ServerContext();
  const FaultServer server([](Peer&) {}, context.get());
  setenv("SSL_CERT_FILE", "/elsewhere/none.pem", 1);
  const TransportFailure failure = Fails(Request(server.Url()));
  EXPECT_EQ(failure.reason, TransportReason::kLocal);
  EXPECT_NE(failure.detail.find("/elsewhere/none.pem"), std::string::npos) << failure.detail;
}

}  // namespace
}  // namespace wa::test
