#include "net/tell_exporter.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "net/certificates.h"
#include "net/fault_server.h"
#include "simulator/running_simulator.h"

namespace wa::test {
namespace {

class TellExporterTest : public testing::Test {
 protected:
  // Leaf first, then who signed it, as [server.tls] wants it.
  std::string FileWith(SSL_CTX* context) const {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), SSL_CTX_get0_certificate(context));
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    const std::string file = folder_ / "cert.pem";
    std::ofstream(file) << std::string(bytes, static_cast<std::size_t>(size)) << authority_.Pem();
    return file;
  }
  std::string AuthorityFile() const {
    const std::string file = folder_ / "ca.pem";
    std::ofstream(file) << authority_.Pem();
    return file;
  }
  static std::string UrlOf(const FaultServer& server) {
    return "https://127.0.0.1:" + std::to_string(server.port());
  }
  ExporterAddress At(const FaultServer& server) const {
    ExporterAddress exporter;
    exporter.url = UrlOf(server);
    exporter.token = Secret("token-that-stays-here");
    return exporter;
  }

  simulator::TempFolder folder_;
  const Authority authority_;
  const SslContextPtr own_ = authority_.ServerContext({.names = "DNS:monitor.test"});
};

TEST_F(TellExporterTest, ItsOwnCertificateIsBelievedWhateverItsName) {
  Record record;
  const FaultServer server(Answering(record), own_.get());
  ExporterAddress exporter = At(server);
  exporter.certificate = FileWith(own_.get());
  const auto answer = AskExporter(exporter, "/-/healthy");
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->body, "fine");
  EXPECT_NE(record.All().front().find("token-that-stays-here"), std::string::npos);
}

// Whoever holds another certificate of the same authority could sit at the port.
TEST_F(TellExporterTest, AnotherOfTheSameAuthorityIsNot) {
  Record record;
  const SslContextPtr other = authority_.ServerContext({.names = "DNS:monitor.test"});
  const FaultServer server(Answering(record), other.get());
  ExporterAddress exporter = At(server);
  exporter.certificate = FileWith(own_.get());
  for (const bool writes : {false, true}) {
    const auto answer =
        writes ? TellExporter(exporter, "/api/v1/cases", "{}") : AskExporter(exporter, "/");
    ASSERT_FALSE(answer.has_value());
    EXPECT_NE(answer.error().message.find("another certificate"), std::string::npos)
        << answer.error().message;
  }
  EXPECT_TRUE(record.All().empty());
}

TEST_F(TellExporterTest, WithoutACertificateInTheFileNobodyIsAsked) {
  Record record;
  const FaultServer server(Answering(record), own_.get());
  ExporterAddress exporter = At(server);
  exporter.certificate = folder_ / "nothing.pem";
  std::ofstream(exporter.certificate) << "nothing";
  const auto answer = AskExporter(exporter, "/");
  ASSERT_FALSE(answer.has_value());
  EXPECT_NE(answer.error().message.find("nothing.pem"), std::string::npos);
  EXPECT_TRUE(record.All().empty());
}

TEST_F(TellExporterTest, ByAnAuthorityTheNameCounts) {
  Record record;
  const SslContextPtr named = authority_.ServerContext();
  const FaultServer right(Answering(record), named.get());
  ExporterAddress exporter = At(right);
  exporter.ca_file = AuthorityFile();
  EXPECT_TRUE(AskExporter(exporter, "/").has_value());
  EXPECT_EQ(record.All().size(), 1U);
  const FaultServer wrong(Answering(record), own_.get());
  exporter.url = UrlOf(wrong);
  EXPECT_FALSE(AskExporter(exporter, "/").has_value());
  EXPECT_EQ(record.All().size(), 1U);
}

TEST_F(TellExporterTest, OtherwiseWhomTheSystemBelieves) {
  Record record;
  const SslContextPtr named = authority_.ServerContext();
  const FaultServer server(Answering(record), named.get());
  EXPECT_FALSE(AskExporter(At(server), "/").has_value());
  EXPECT_TRUE(record.All().empty());
}

TEST_F(TellExporterTest, WhereNobodyListensItSaysWhatShould) {
  std::string url;
  {
    const SslContextPtr named = authority_.ServerContext();
    const FaultServer gone([](Peer&) {}, named.get());
    url = At(gone).url;
  }
  ExporterAddress exporter;
  exporter.url = url;
  const auto answer = AskExporter(exporter, "/");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().message, "no answer from " + url +
                                        "/: nobody takes the connection; does `waba_exporter "
                                        "serve` run there?");
}

}  // namespace
}  // namespace wa::test
