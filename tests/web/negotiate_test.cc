#include "web/negotiate.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(AcceptsGzip, WhereItIsNamed) {
  for (const char* header : {"gzip", "GZIP", "gzip, deflate", "deflate,gzip;q=0.5",
                             "br , gzip ; q=1", "*", "*;q=0.1", "gzip, *;q=0", "gzip;q=0.001"}) {
    EXPECT_TRUE(AcceptsGzip(header)) << header;
  }
}

TEST(AcceptsGzip, NotWhereItIsRefusedOrMissing) {
  for (const char* header :
       {"", "identity", "deflate, br", "gzip;q=0", "gzip;q=0.0", "gzip ; Q=0.000", "*;q=0",
        "*, gzip;q=0", "x-gzip", "gzipped", ",", ";", ",,;q=0"}) {
    EXPECT_FALSE(AcceptsGzip(header)) << header;
  }
}

TEST(PreferredFormat, OpenMetricsWhereItIsLikedBetter) {
  for (const char* header : {
           // Prometheus 2.42 and 3.5, as they ask by default.
           "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
           "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
           "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
           "application/openmetrics-text;version=0.0.1;q=0.5,"
           "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
           "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
           "application/openmetrics-text",
           "Application/OpenMetrics-Text; Version=\"1.0.0\" ; charset=utf-8",
           "application/openmetrics-text, text/plain;q=0.9",
           "application/*, text/*;q=0.5",
           "text/plain;q=0, */*",
       }) {
    EXPECT_EQ(PreferredFormat(header), TextFormat::kOpenMetrics) << header;
  }
}

TEST(PreferredFormat, ElseText) {
  for (const char* header : {
           "",
           "*/*",
           "text/plain",
           "text/plain;version=0.0.4",
           ",",
           ";",
           ",,;q=1",
           // A browser.
           "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
           // Both as much.
           "application/openmetrics-text, text/plain",
           // Prometheus that is told to ask for text.
           "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
           // Before its first version, and after it.
           "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
           "application/openmetrics-text;version=2.0.0;q=0.9,text/plain;q=0.1",
           "application/openmetrics-text;q=0, */*;q=0.1",
           "application/openmetrics-text;q=0.2, text/*;q=0.3",
           // Protobuf, which we do not write.
           "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
           "encoding=delimited;q=0.7,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
       }) {
    EXPECT_EQ(PreferredFormat(header), TextFormat::kPrometheus) << header;
  }
}

}  // namespace
}  // namespace wa
