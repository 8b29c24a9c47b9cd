#include "support/story.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "load/load_conditions.h"

namespace wa::test {
namespace {

constexpr const char* kCanary = "https://canary.test/";

std::string KeyOf(const std::string& account) { return "key-of-" + account; }

std::string Meta(int code, const std::string& message) {
  return R"({"meta":{"httpCode":)" + std::to_string(code) + R"(,"developerMessage":")" + message +
         R"(","success":false}})";
}

std::string Health(const std::string& number, const std::string& business) {
  return R"({"health_status":{"can_send_message":")" + business +
         R"(","entities":[{"entity_type":"PHONE_NUMBER","id":"1","can_send_message":")" + number +
         R"("},{"entity_type":"BUSINESS","id":"2","can_send_message":")" + business +
         R"("}]},"id":"1"})";
}

std::shared_ptr<const Catalogue> With(const Catalogue& catalogue, std::vector<Condition> more) {
  std::vector<Condition> conditions = *catalogue.conditions();
  std::move(more.begin(), more.end(), std::back_inserter(conditions));
  auto larger = Catalogue::Make(std::move(conditions), catalogue.allowances());
  if (!larger) {
    ADD_FAILURE() << larger.error().front().message;
    std::abort();
  }
  return *larger;
}

}  // namespace

FakeTransport::Reply Http(int status, std::string body, Duration after) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"content-type", "application/json"}};
  response.body = std::move(body);
  return {std::move(response), after};
}

FakeTransport::Reply Healthy() { return Http(200, Health("AVAILABLE", "AVAILABLE")); }
FakeTransport::Reply Limited() { return Http(200, Health("AVAILABLE", "LIMITED")); }
FakeTransport::Reply Http500() { return Http(500, Meta(500, "Internal server error")); }
FakeTransport::Reply Http502() {
  return Http(502, Meta(502, "WhatsApp for Business API not available."));
}
FakeTransport::Reply RateLimited(int seconds) {
  return Http(400, Meta(400, "You have exceeded the limit of 1 request every " +
                                 std::to_string(seconds) + " seconds. Try again later."));
}
FakeTransport::Reply InvalidKey() {
  return Http(401, Meta(404, "Invalid api_key or token expired"));
}
FakeTransport::Reply Silent(TransportReason reason) {
  TransportFailure failure;
  failure.reason = reason;
  failure.detail = "no answer";
  return {tl::unexpected(failure), std::chrono::seconds(2)};
}

Story::Story(std::vector<AccountSpec> accounts, Options options)
    : transport_limit_(options.transport_limit), canary_(Healthy()) {
  config_.polling = std::move(options.polling);
  config_.partners = std::move(options.partners);
  for (const AccountSpec& spec : accounts) {
    const auto known = [&](const ProviderSettings& p) { return p.name == spec.provider; };
    if (std::none_of(config_.providers.begin(), config_.providers.end(), known)) {
      ProviderSettings provider;
      provider.name = spec.provider;
      provider.base_url = "https://" + spec.provider + ".test";
      config_.providers.push_back(provider);
    }
    auto account = std::make_shared<wa::Account>();
    account->name = spec.name;
    account->provider = spec.provider;
    account->plan = spec.plan;
    account->waba_id = spec.waba_id;
    account->phone_number_id = spec.phone_number_id;
    account->channel_id = spec.channel_id;
    account->api_key = Secret(KeyOf(spec.name));
    config_.accounts.push_back(std::move(account));
    Answer(spec.name, Healthy());
  }
  // As a configuration is loaded.
  std::sort(config_.providers.begin(), config_.providers.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  std::sort(config_.accounts.begin(), config_.accounts.end(),
            [](const auto& a, const auto& b) { return a->name < b->name; });
  auto catalogue = LoadConditions("");
  if (!catalogue) {
    ADD_FAILURE() << catalogue.error().front().Format();
    std::abort();
  }
  catalogue_ = With(**catalogue, std::move(options.more_conditions));
  Start();
}

Story::~Story() = default;

void Story::Start() {
  transport_ = std::make_unique<FakeTransport>(
      clock_, [this](const HttpRequest& request) { return AnswerTo(request); });
  transport_->SetLimit(transport_limit_);
  monitor_ = std::make_unique<Monitor>(
      std::make_shared<const Config>(config_), catalogue_, *transport_, store_, clock_,
      Monitor::Wishes{.discovered = nullptr, .key_refused = [this](const std::string& account) {
                        keys_refused_.push_back(account);
                      }});
  const auto restored = monitor_->Restore();
  EXPECT_TRUE(restored.has_value());
}

FakeTransport::Reply Story::AnswerTo(const HttpRequest& request) {
  if (answer_first_) {
    if (auto reply = answer_first_(request)) return std::move(*reply);
  }
  if (request.url == kCanary) return canary_;
  return answers_.at(std::string(request.secret.Reveal()))(request);
}

void Story::Answer(const std::string& account, FakeTransport::Reply reply) {
  AnswerBy(account, [reply = std::move(reply)](const HttpRequest&) { return reply; });
}

void Story::AnswerBy(const std::string& account, Answerer answerer) {
  answers_.insert_or_assign(KeyOf(account), std::move(answerer));
}

void Story::Reconfigure(const std::function<void(Config&)>& change) {
  change(config_);
  std::sort(config_.accounts.begin(), config_.accounts.end(),
            [](const auto& a, const auto& b) { return a->name < b->name; });
  monitor_->Adopt(std::make_shared<const Config>(config_));
}

const std::vector<IncidentView>& Story::SubjectIncidents(const std::string& subject) {
  shown_ = monitor_->Snapshot();
  for (const auto& status : shown_->subjects) {
    if (status->account->name == subject) return status->incidents;
  }
  ADD_FAILURE() << "no subject " << subject;
  static const std::vector<IncidentView> kNone;
  return kNone;
}

void Story::Advance(Duration by) {
  const SteadyTime end = clock_.Steady() + by;
  while (clock_.Steady() < end) monitor_->Step();
}

Delivered Story::Deliver(std::vector<Told> told) {
  std::optional<Delivered> answer;
  monitor_->Deliver(std::move(told), [&](Delivered delivered) { answer = delivered; });
  while (!answer) monitor_->Step();
  return *answer;
}

void Story::KillAndRestart(Duration down) {
  monitor_.reset();
  asked_before_.insert(asked_before_.end(), transport_->asked().begin(), transport_->asked().end());
  clock_.Advance(down);
  Start();
}

const AccountStatus& Story::Status(const std::string& account) {
  shown_ = monitor_->Snapshot();
  const AccountStatus* status = shown_->Find(account);
  if (status == nullptr) {
    ADD_FAILURE() << "no account " << account;
    std::abort();
  }
  return *status;
}

AccountState Story::State(const std::string& account) {
  return StateAt(Status(account), clock_.System(), config_.polling.interval);
}

const std::vector<IncidentView>& Story::Incidents(const std::string& account) {
  return Status(account).incidents;
}

IncidentView Story::Only(const std::string& account) {
  const std::vector<IncidentView>& incidents = Incidents(account);
  EXPECT_EQ(incidents.size(), 1U) << "open incidents of " << account;
  return incidents.empty() ? IncidentView{} : incidents.front();
}

std::uint64_t Story::Opened(const std::string& slug, const std::string& provider) {
  shown_ = monitor_->Snapshot();
  return shown_->tallies.at(provider).incidents.at(slug);
}

std::vector<SteadyTime> Story::Asked(const std::string& account) const {
  std::vector<SteadyTime> times;
  const auto collect = [&](const std::vector<FakeTransport::Asked>& asked) {
    for (const auto& request : asked) {
      const bool match =
          account == "canary" ? request.url == kCanary : request.secret == KeyOf(account);
      if (match) times.push_back(request.at);
    }
  };
  collect(asked_before_);
  collect(transport_->asked());
  return times;
}

}  // namespace wa::test
