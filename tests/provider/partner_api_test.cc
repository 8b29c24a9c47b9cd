#include "provider/partner_api.h"

#include <gtest/gtest.h>

#include <limits>

#include "provider/answer.h"

namespace wa {
namespace {

PartnerSettings Acme() {
  PartnerSettings partner;
  partner.name = "acme";
  partner.id = "AbCdEfPA";
  partner.base_url = "https://hub.example";
  partner.ca_file = "/etc/ca.pem";
  partner.page_size = 20;
  return partner;
}

HttpResponse Answer(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

TEST(PartnerApi, LogsInWithAPostThatOnlyTheLoginHolds) {
  PartnerSettings partner = Acme();
  partner.username = Secret("ops@example.com");
  partner.password = Secret("a\"quote");
  const HttpRequest request = PartnerLogin(partner);
  EXPECT_EQ(request.url, "https://hub.example/api/v2/token");
  EXPECT_EQ(request.login.Reveal(), R"({"password":"a\"quote","username":"ops@example.com"})");
  EXPECT_TRUE(request.secret.empty());
  EXPECT_EQ(request.ca_file, "/etc/ca.pem");
}

TEST(PartnerApi, ListsChannelsWithThePartnersKey) {
  PartnerSettings partner = Acme();
  partner.api_key = Secret("partner-key");
  const HttpRequest request = PartnerChannels(partner, Secret("a-token"), 40);
  EXPECT_EQ(request.url,
            "https://hub.example/api/v2/partners/AbCdEfPA/channels?limit=20&offset=40&sort=id");
  EXPECT_EQ(request.secret_header, "X-API-Key");
  EXPECT_EQ(request.secret.Reveal(), "partner-key");
  EXPECT_TRUE(request.login.empty());
}

TEST(PartnerApi, ListsChannelsWithATokenWhereThereIsNoKey) {
  const HttpRequest request = PartnerChannels(Acme(), Secret("a-token"), 0);
  EXPECT_EQ(request.secret_header, "Authorization");
  EXPECT_EQ(request.secret.Reveal(), "Bearer a-token");
}

TEST(PartnerApi, AnIdStaysInItsPlaceInThePath) {
  PartnerSettings partner = Acme();
  partner.id = "../x?y";
  EXPECT_EQ(PartnerChannels(partner, Secret("t"), 0).url,
            "https://hub.example/api/v2/partners/%2E%2E%2Fx%3Fy/channels"
            "?limit=20&offset=0&sort=id");
}

TEST(PartnerApi, ReadsATokenAndHowLongItIsGood) {
  const auto token = ReadPartnerToken(
      Answer(200, R"({"access_token":"eyJ.x","refresh_token":"def","token_type":"Bearer",)"
                  R"("expires_in":86400})"));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->access.Reveal(), "eyJ.x");
  EXPECT_EQ(token->good_for, std::chrono::hours(24));
}

TEST(PartnerApi, ATokenMayBeLongAndSayNothingOfItsEnd) {
  const std::string jwt(3000, 'x');
  const auto token = ReadPartnerToken(Answer(200, R"({"access_token":")" + jwt + R"("})"));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->access.Reveal(), jwt);
  EXPECT_EQ(token->good_for, std::nullopt);
}

TEST(PartnerApi, ATokenThatWouldSplitAHeaderIsNone) {
  const auto token = ReadPartnerToken(Answer(200, R"({"access_token":"a\r\nX: y"})"));
  ASSERT_FALSE(token);
  EXPECT_EQ(Lines(token.error()), Text{"unreadable no access_token in it"});
}

TEST(PartnerApi, ARefusedLoginIsTheFactsOfItsError) {
  const auto token = ReadPartnerToken(
      Answer(403, R"({"error":"invalid_grant","error_description":"Wrong email or password."})"));
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().http_status, 403);
  ASSERT_FALSE(token.error().signs.empty());
  EXPECT_EQ(token.error().signs[0].kind, SignKind::kTokenError);
  EXPECT_EQ(token.error().signs[0].text, "invalid_grant");
}

// As documented, but for what says nothing here.
std::string Channel(const std::string& id, const std::string& more) {
  return R"({"id":")" + id + R"(","setup_info":{"phone_number":"+49 30 123456"},)" +
         R"("waba_account":{"id":"AbCdEfWA","fb_account_status":"verified"},)" +
         R"("integration":{"enabled":true,"state":"running"})" + more + "}";
}

TEST(PartnerApi, ReadsWhatAPageSaysOfAChannel) {
  const auto page = ReadChannelPage(Answer(
      200, R"({"count":1,"offset":40,"total":45,"partner_channels":[)" +
               Channel("OneCH", R"(,"status":"Ready","terminated_at":null,)"
                                R"("current_limit":"TIER_2K","current_quality_rating":"YELLOW")") +
               "]}"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->entries, 1U);
  EXPECT_EQ(page->total, 45U);
  ASSERT_EQ(page->channels.size(), 1U);
  const ListedChannel& channel = page->channels[0];
  EXPECT_EQ(channel.account.name, "OneCH");
  EXPECT_EQ(channel.account.channel_id, "OneCH");
  EXPECT_EQ(channel.account.phone_number, "4930123456");
  EXPECT_EQ(channel.account.waba_id, "AbCdEfWA");
  EXPECT_EQ(channel.status, "ready");
  EXPECT_TRUE(channel.facts.is_event);
  EXPECT_EQ(Lines(channel.facts),
            (Text{"field channel_status ready | OneCH", "field channel_integration enabled | OneCH",
                  "field channel_quality_rating yellow | OneCH",
                  "field fb_account_status verified | OneCH", "event channel_listed ready",
                  "event channel_rated yellow"}));
  EXPECT_EQ(channel.facts.number.quality_level, 1);
  EXPECT_EQ(channel.facts.number.messaging_limit, 2000);
}

TEST(PartnerApi, ALimitWithoutEndIsInfinite) {
  const auto page =
      ReadChannelPage(Answer(200, R"({"partner_channels":[)" +
                                      Channel("A", R"(,"current_limit":"TIER_UNLIMITED")") + "]}"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->channels.at(0).facts.number.messaging_limit,
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(page->channels[0].facts.number.quality_level, std::nullopt);
  EXPECT_EQ(page->total, std::nullopt);
}

TEST(PartnerApi, ATerminatedChannelIsNamedAndIsNoAccount) {
  const auto page = ReadChannelPage(
      Answer(200, R"({"total":3,"partner_channels":[)" +
                      Channel("OneCH", R"(,"terminated_at":"2026-01-01T00:00:00Z")") + "," +
                      Channel("TwoCH", "") + R"(,{"status":"without an id"},7]})"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->entries, 4U);
  EXPECT_EQ(page->terminated, Text{"OneCH"});
  ASSERT_EQ(page->channels.size(), 1U);
  EXPECT_EQ(page->channels[0].account.name, "TwoCH");
}

TEST(PartnerApi, ARefusedListingIsTheFactsOfItsError) {
  const auto page =
      ReadChannelPage(Answer(403, R"({"meta":{"success":false,"http_code":403,)"
                                  R"("developer_message":"Permission denied for partner 'X'"}})"));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().http_status, 403);
  EXPECT_EQ(page.error().signs.at(0).text, "Permission denied for partner 'X'");
}

TEST(PartnerApi, AnErrorWithStatus200IsBelievedBeforeItsForm) {
  const auto page = ReadChannelPage(
      Answer(200, R"({"meta":{"success":false,"developer_message":"Permission denied"}})"));
  ASSERT_FALSE(page);
  EXPECT_EQ(Lines(page.error()),
            (Text{"message Permission denied", "unreadable no list of channels in it"}));
}

TEST(PartnerApi, WhatIsNoListingIsUnreadable) {
  for (const char* body : {"", "<html>", "[]", R"({"clients":[]})", R"({"partner_channels":{}})"}) {
    const auto page = ReadChannelPage(Answer(200, body));
    ASSERT_FALSE(page) << body;
    EXPECT_EQ(Lines(page.error()), Text{"unreadable no list of channels in it"}) << body;
  }
}

}  // namespace
}  // namespace wa
