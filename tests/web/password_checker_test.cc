#include "web/password_checker.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace wa {
namespace {

using Verdict = PasswordChecker::Verdict;

// Of "correct horse", by crypt(3), of cost 4.
const std::string kHash = "$2b$04$q80p2Bcc8X1IJ0/Jl4gxMuHAYc4U6edRsKb0K68EOH9TUefP9/TyW";

PasswordChecker::Login LoginWith(const std::string& password, bool exists = true) {
  return {Secret(password), Secret(kHash), exists};
}

Verdict Check(PasswordChecker& checker, PasswordChecker::Login login) {
  std::promise<Verdict> verdict;
  checker.Check(std::move(login), [&](Verdict found) { verdict.set_value(found); });
  return verdict.get_future().get();
}

TEST(PasswordCheckerTest, RightIsRightAndWrongIsWrong) {
  PasswordChecker checker;
  EXPECT_EQ(Check(checker, LoginWith("correct horse")), Verdict::kRight);
  EXPECT_EQ(Check(checker, LoginWith("correct hors")), Verdict::kWrong);
  EXPECT_EQ(Check(checker, LoginWith("")), Verdict::kWrong);
}

TEST(PasswordCheckerTest, WhoDoesNotExistIsWrongWhateverHeSays) {
  PasswordChecker checker;
  EXPECT_EQ(Check(checker, LoginWith("correct horse", false)), Verdict::kWrong);
  EXPECT_EQ(Check(checker, LoginWith("correct horse")), Verdict::kRight);
  EXPECT_EQ(Check(checker, LoginWith("correct horse", false)), Verdict::kWrong);
}

// What is computed is computed on the checker's thread, what is remembered is said on the caller's.
TEST(PasswordCheckerTest, WhatWasRightIsKnownAgain) {
  PasswordChecker checker;
  const auto thread_of = [&](const std::string& password) {
    std::promise<std::thread::id> thread;
    checker.Check(LoginWith(password),
                  [&](Verdict) { thread.set_value(std::this_thread::get_id()); });
    return thread.get_future().get();
  };
  EXPECT_NE(thread_of("correct horse"), std::this_thread::get_id());
  EXPECT_EQ(thread_of("correct horse"), std::this_thread::get_id());
  EXPECT_NE(thread_of("correct hors"), std::this_thread::get_id());
  EXPECT_NE(thread_of("correct hors"), std::this_thread::get_id());
}

// In rounds of bcrypt, whatever the machine.
TEST(PasswordCheckerTest, WhatIsWrongTakesAsLongForEverybodyAndForNobody) {
  const auto of_cost = [](int cost) { return WithCost(Secret(kHash), cost); };
  const std::map<std::string, Secret> users{
      {"anna", of_cost(12)}, {"ben", of_cost(4)}, {"cleo", of_cost(9)}, {"dan", of_cost(12)}};
  std::uint64_t rounds = 0;
  PasswordChecker checker([&](const Secret& password, const Secret& hash) {
    rounds += std::uint64_t{1} << CostOf(hash);
    return password.Reveal() == "right" && hash == of_cost(4);
  });
  for (const char* name : {"anna", "ben", "cleo", "dan", "nobody", ""}) {
    rounds = 0;
    const auto login = PasswordChecker::LoginOf(users, name, Secret("wrong"));
    EXPECT_EQ(Check(checker, login), Verdict::kWrong) << name;
    EXPECT_EQ(rounds, 1u << 12) << name;
  }
  // Who is right waits for nobody else's hash, and nobody else's password is right.
  rounds = 0;
  EXPECT_EQ(Check(checker, PasswordChecker::LoginOf(users, "ben", Secret("right"))),
            Verdict::kRight);
  EXPECT_EQ(rounds, 1u << 4);
  EXPECT_EQ(Check(checker, PasswordChecker::LoginOf(users, "anna", Secret("right"))),
            Verdict::kWrong);
  EXPECT_EQ(Check(checker, PasswordChecker::LoginOf(users, "nobody", Secret("right"))),
            Verdict::kWrong);
}

TEST(PasswordCheckerTest, OnlySoManyWaitAndNobodyIsForgotten) {
  auto checker = std::make_unique<PasswordChecker>();
  std::promise<void> go;
  const std::shared_future<void> going = go.get_future().share();
  std::promise<void> held;
  checker->Check(LoginWith("first"), [&](Verdict) {
    held.set_value();
    going.wait();
  });
  held.get_future().wait();  // the thread is in the middle of an answer
  std::vector<std::future<Verdict>> verdicts;
  for (std::size_t i = 0; i <= PasswordChecker::kMostWaiting; ++i) {
    auto verdict = std::make_shared<std::promise<Verdict>>();
    verdicts.push_back(verdict->get_future());
    checker->Check(LoginWith("wrong"), [verdict](Verdict found) { verdict->set_value(found); });
  }
  EXPECT_EQ(verdicts.back().get(), Verdict::kBusy);
  verdicts.pop_back();
  std::thread end([&] { checker.reset(); });
  go.set_value();
  end.join();
  for (auto& verdict : verdicts) EXPECT_NE(verdict.get(), Verdict::kRight);
}

}  // namespace
}  // namespace wa
