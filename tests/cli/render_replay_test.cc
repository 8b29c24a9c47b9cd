#include "cli/render_replay.h"

#include <gtest/gtest.h>

#include "cli/golden.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const SystemTime kEvening{seconds(1'790'020'800)};  // 2026-09-21T20:00:00Z

ReplaySettings Settings() {
  ReplaySettings settings;
  settings.from = kEvening;
  settings.to = kEvening + hours(12);
  return settings;
}

ReplayReport Bad() {
  ReplayReport report;
  report.answers = 431;
  report.accounts = 97;
  report.unknown_accounts = {"gone-shop", "moved-shop"};
  report.gaps = {{kEvening + hours(5), kEvening + hours(5) + minutes(20)}};
  report.rules_ask_the_time = true;
  report.pages = {
      {kEvening - hours(6), true, kEvening + hours(1), "WabaHealthBlocked",
       "a-shop-with-a-long-name", "health-blocked", "d360"},
      {kEvening + minutes(71), false, kEvening + minutes(97), "WabaInternalErrorOver10Minutes",
       "berlin-shop", "internal-server-error", "d360"},
      {kEvening + hours(10), false, std::nullopt, "WabaErrorBudgetBurnFast", "", "", "d360"}};
  return report;
}

TEST(RenderReplay, PagesGapsAndWhatIsLeftOut) {
  test::ExpectGolden("replay.txt", RenderReplay(Bad(), Settings(), {}));
  test::ExpectGolden("replay-80.txt", RenderReplay(Bad(), Settings(), {.width = 80}));
  test::ExpectGolden("replay.json", ReplayJson(Bad(), Settings()));
}

TEST(RenderReplay, AQuietNightIsSaidToBeOne) {
  ReplayReport report;
  report.answers = 120;
  report.accounts = 97;
  test::ExpectGolden("replay-quiet.txt", RenderReplay(report, Settings(), {}));
}

TEST(RenderReplay, NothingRecordedIsNoQuietNight) {
  ReplayReport report;
  report.gaps = {{Settings().from, Settings().to}};
  test::ExpectGolden("replay-nothing.txt", RenderReplay(report, Settings(), {}));
}

}  // namespace
}  // namespace wa
