#include "base/tls_credentials.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace wa {
namespace {

// A certificate that signs itself, and its key, by the real tool.
class TlsCredentialsTest : public testing::Test {
 protected:
  TlsCredentialsTest() {
    std::string name = (std::filesystem::temp_directory_path() / "waba-tls-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
  }
  ~TlsCredentialsTest() override { std::filesystem::remove_all(folder_); }

  TlsFiles Make(const std::string& name, const std::string& algorithm) const {
    const std::string command = "cd " + folder_.string() + " && openssl req -x509 -newkey " +
                                algorithm + " -nodes -days 2 -subj /CN=localhost -keyout " + name +
                                ".key -out " + name + ".pem 2>/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return {Read(name + ".pem"), Secret(Read(name + ".key")), Read(name + ".pem")};
  }
  TlsFiles Make(const std::string& name) const {
    return Make(name, "ec -pkeyopt ec_paramgen_curve:prime256v1");
  }

  std::string Read(const std::string& name) const {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  static std::string WhyNot(const TlsFiles& files,
                            ClientCertificates clients = ClientCertificates::kNotAsked) {
    const auto made = TlsCredentials::Make(files, clients);
    return made ? "" : made.error().message;
  }

  std::filesystem::path folder_;
};

TEST_F(TlsCredentialsTest, CertificateAndKeyThatFit) {
  EXPECT_EQ(WhyNot(Make("ec")), "");
  EXPECT_EQ(WhyNot(Make("rsa", "rsa:2048"), ClientCertificates::kRequired), "");
}

TEST_F(TlsCredentialsTest, AChainOfCertificates) {
  TlsFiles files = Make("one");
  files.certificates += Make("two").certificates;
  EXPECT_EQ(WhyNot(files), "");
}

TEST_F(TlsCredentialsTest, TheKeyOfAnother) {
  TlsFiles files = Make("one");
  files.key = Make("two").key;
  EXPECT_EQ(WhyNot(files), "the key is not that of the certificate");
}

TEST_F(TlsCredentialsTest, WhatCannotBeReadIsNamedAndNotRepeated) {
  const TlsFiles good = Make("one");
  TlsFiles files = good;
  files.certificates = "nothing";
  EXPECT_EQ(WhyNot(files).find("the certificate cannot be used: "), 0u) << WhyNot(files);
  files = good;
  files.key = Secret("-----BEGIN PRIVATE KEY-----\nmarked\n-----END PRIVATE KEY-----\n");
  EXPECT_EQ(WhyNot(files).find("the key cannot be used: "), 0u) << WhyNot(files);
  EXPECT_EQ(WhyNot(files).find("marked"), std::string::npos);
  files = good;
  files.client_ca = "nothing";
  EXPECT_EQ(WhyNot(files), "");
  EXPECT_NE(WhyNot(files, ClientCertificates::kOptional), "");
}

TEST_F(TlsCredentialsTest, WithoutASessionThereIsNoCertificate) {
  EXPECT_FALSE(ShowedCertificate(nullptr));
}

}  // namespace
}  // namespace wa
