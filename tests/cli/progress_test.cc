#include "cli/progress.h"

#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

#include "support/fake_clock.h"

namespace wa {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class ProgressTest : public testing::Test {
 protected:
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  Console console_{out_, err_, in_, {}, false, true};
  test::FakeClock clock_;
};

TEST_F(ProgressTest, IsOneLineThatGoesAtTheEnd) {
  {
    Progress progress(console_, clock_);
    clock_.Advance(seconds(1));
    progress.Tell("Asking", 1, 3);
    clock_.Advance(milliseconds(200));
    progress.Tell("Asking", 2, 3);
  }
  EXPECT_EQ(err_.str(), "\r\x1b[KAsking: 1 of 3\r\x1b[KAsking: 2 of 3\r\x1b[K");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(ProgressTest, SaysNothingOfWhatIsDoneWithinASecond) {
  {
    Progress progress(console_, clock_);
    clock_.Advance(milliseconds(999));
    progress.Tell("Asking", 1, 3);
  }
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ProgressTest, WritesFiveTimesASecondAtMost) {
  Progress progress(console_, clock_);
  clock_.Advance(seconds(1));
  progress.Tell("Asking", 1, 3);
  clock_.Advance(milliseconds(199));
  progress.Tell("Asking", 2, 3);
  EXPECT_EQ(err_.str().find("2 of 3"), std::string::npos);
}

TEST_F(ProgressTest, IsForTerminalsOnly) {
  console_.err_is_terminal = false;
  {
    Progress progress(console_, clock_);
    clock_.Advance(seconds(5));
    progress.Tell("Asking", 1, 3);
  }
  EXPECT_EQ(err_.str(), "");
}

}  // namespace
}  // namespace wa
