// Polls of accounts that are all well, by everything but the network and the pages: schedule,
// request, reading, classifying, tracking, keeping. Not for a clock: bench/counts counts its
// instructions.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "support/story.h"

namespace wa::test {
namespace {

constexpr const char* kGood = R"({"health_status": {"can_send_message": "AVAILABLE", "entities": [
{"entity_type": "PHONE_NUMBER", "id": "106540352242922", "can_send_message": "AVAILABLE",
 "additional_info": ["Your display name has been approved."]},
{"entity_type": "WABA", "id": "102290129340398", "can_send_message": "AVAILABLE"},
{"entity_type": "BUSINESS", "id": "109720245120361", "can_send_message": "AVAILABLE"},
{"entity_type": "APP", "id": "213468901234567", "can_send_message": "AVAILABLE"}]},
"quality_rating": "GREEN", "status": "CONNECTED", "name_status": "APPROVED", "throughput": {"level": "STANDARD"},
"whatsapp_business_manager_messaging_limit": "TIER_1K", "id": "106540352242922"})";

FakeTransport::Reply Good() {
  HttpResponse response;
  response.status = 200;
  response.headers = {{"content-type", "application/json"}, {"server", "nginx"}};
  response.body = kGood;
  response.protocol = "HTTP/2";
  return {std::move(response)};
}

// Prints how many polls there were.
void Run(std::size_t accounts, int minutes, bool in_other_words) {
  std::vector<Story::AccountSpec> specs;
  for (std::size_t n = 0; n < accounts; ++n) specs.push_back({"shop-" + std::to_string(n)});
  PollingConfig polling;
  polling.webhook_interval = polling.templates_interval = Duration(0);
  Story story(std::move(specs), polling);
  std::size_t polls = 0;
  FakeTransport::Reply good = Good();
  story.AnswerFirst([&](const HttpRequest&) {
    ++polls;
    if (in_other_words)
      good.outcome->body = "{\"asked\": " + std::to_string(polls) + "," + (kGood + 1);
    return good;
  });
  story.Advance(std::chrono::minutes(minutes));
  std::printf("%zu\n", polls);
}

}  // namespace
}  // namespace wa::test

// poll_count ACCOUNTS MINUTES same|other: whether an account says it in the same words each time.
int main(int argc, char** argv) {
  const std::string words = argc == 4 ? argv[3] : "";
  if (words != "same" && words != "other") {
    std::fprintf(stderr, "poll_count ACCOUNTS MINUTES same|other\n");
    return 2;
  }
  wa::test::Run(std::strtoul(argv[1], nullptr, 10), std::atoi(argv[2]), words == "other");
  return 0;
}
