#include "base/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "metrics/scrape.h"

namespace wa {
namespace {

std::string Gunzip(const std::string& packed) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string text(1 << 24, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.avail_in, 0U) << "something follows the end";
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST(Gzip, GivesBackWhatWentIn) {
  std::string noise;
  for (unsigned i = 0, x = 1; i < 300'000; ++i, x = x * 1664525U + 1013904223U) {
    noise += static_cast<char>(x >> 24);
  }
  const std::string all_bytes("\0\x01\xff\n", 4);
  for (const std::string& text : {std::string(), std::string("a"), all_bytes, noise}) {
    const auto part = Deflate(text);
    ASSERT_TRUE(part) << part.error().message;
    EXPECT_EQ(Gunzip(GzipOf({&*part})), text);
    EXPECT_EQ(Gunzip(GzipOf({&*part, &*part, &*part})), text + text + text);
  }
  EXPECT_EQ(Gunzip(GzipOf({})), "");
}

TEST(Gzip, TakesATextInPieces) {
  std::string text;
  PartDeflater deflater;
  for (int i = 0; i < 5'000; ++i) {
    const std::string piece = "piece " + std::to_string(i * i) + "\n";
    deflater.Add(piece);
    text += piece;
  }
  const auto part = deflater.Finish();
  ASSERT_TRUE(part) << part.error().message;
  EXPECT_EQ(part->length, text.size());
  EXPECT_EQ(Gunzip(GzipOf({&*part})), text);
}

TEST(Gzip, TheExpositionIsTheSameWithAndWithout) {
  test::FleetBuilder fleet;
  for (int i = 100; i < 200; ++i) fleet.Add("account-" + std::to_string(i));
  const Exposition exposition(test::SourceOf(fleet.Build()), test::TestBuild(),
                              test::TestHandlers());
  const auto packed = exposition.Text(TextFormat::kPrometheus, true);
  const auto plain = exposition.Text(TextFormat::kPrometheus, false);
  ASSERT_NE(packed, nullptr);
  ASSERT_NE(plain, nullptr);
  const auto families = [](const std::string& text) { return test::ParseSamples(text).size(); };
  EXPECT_EQ(families(Gunzip(*packed)), families(*plain));
  EXPECT_LT(packed->size(), plain->size() / 5);
}

}  // namespace
}  // namespace wa
