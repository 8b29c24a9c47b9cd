#include "web/body_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace wa {
namespace {

TEST(BodyReader, CollectsWhatFits) {
  BodyRoom room(10, 10);
  BodyReader reader(10, 10, room);
  EXPECT_TRUE(reader.Add("01234"));
  EXPECT_TRUE(reader.Add("56789"));
  EXPECT_EQ(reader.fate(), BodyFate::kRead);
  EXPECT_EQ(reader.Take(), "0123456789");
}

TEST(BodyReader, AnAnnouncementOverTheLimitIsRefusedAtOnce) {
  BodyRoom room(100, 100);
  EXPECT_EQ(BodyReader(11, 10, room).fate(), BodyFate::kTooLarge);
  EXPECT_EQ(BodyReader(10, 10, room).fate(), BodyFate::kRead);
  EXPECT_EQ(BodyReader(std::nullopt, 10, room).fate(), BodyFate::kRead);
}

TEST(BodyReader, WhatIsTooLargeIsNotKeptAndCutOffInTheEnd) {
  BodyRoom room(100, 100);
  BodyReader reader(std::nullopt, 10, room);
  EXPECT_TRUE(reader.Add("0123456789"));
  EXPECT_TRUE(reader.Add("0"));
  EXPECT_EQ(reader.fate(), BodyFate::kTooLarge);
  EXPECT_TRUE(room.Take("", 100)) << "its room is free again";
  room.Give("", 100);
  EXPECT_TRUE(reader.Add("123456789"));
  EXPECT_FALSE(reader.Add("0"));
  EXPECT_EQ(reader.Take(), "");
}

TEST(BodyReader, AllBodiesTogetherAreBounded) {
  BodyRoom room(15, 15);
  {
    BodyReader first(std::nullopt, 10, room);
    BodyReader second(std::nullopt, 10, room);
    EXPECT_TRUE(first.Add("0123456789"));
    EXPECT_TRUE(second.Add("01234"));
    EXPECT_EQ(second.fate(), BodyFate::kRead);
    EXPECT_TRUE(second.Add("5"));
    EXPECT_EQ(second.fate(), BodyFate::kNoRoom);
    EXPECT_EQ(first.Take(), "0123456789");
    BodyReader third(std::nullopt, 10, room);
    EXPECT_TRUE(third.Add("01234"));
    EXPECT_EQ(third.fate(), BodyFate::kRead) << "the second gave its room back";
    EXPECT_TRUE(third.Add("5"));
    EXPECT_EQ(third.fate(), BodyFate::kNoRoom) << "the first has not";
    first.GiveBack();
  }
  EXPECT_TRUE(room.Take("", 15)) << "nothing leaks";
}

TEST(BodyReader, OneClientCannotTakeTheRoomOfAll) {
  BodyRoom room(40, 10);
  BodyReader greedy(std::nullopt, 10, room, "192.0.2.1");
  EXPECT_TRUE(greedy.Add("01234567"));
  {
    BodyReader more(std::nullopt, 10, room, "192.0.2.1");
    EXPECT_TRUE(more.Add("01"));
    EXPECT_EQ(more.fate(), BodyFate::kRead);
    EXPECT_TRUE(more.Add("2"));
    EXPECT_EQ(more.fate(), BodyFate::kNoRoom);
    BodyReader other(std::nullopt, 10, room, "192.0.2.2");
    EXPECT_TRUE(other.Add("0123456789"));
    EXPECT_EQ(other.fate(), BodyFate::kRead);
    BodyReader by_socket(std::nullopt, 20, room);
    EXPECT_TRUE(by_socket.Add("0123456789abcdef"));
    EXPECT_EQ(by_socket.fate(), BodyFate::kRead) << "who has no address has no limit of his own";
  }
  greedy.GiveBack();
  EXPECT_TRUE(room.Take("192.0.2.1", 10)) << "what was given back is free again";
  EXPECT_FALSE(room.Take("192.0.2.1", 1));
  EXPECT_TRUE(room.Take("", 30)) << "nothing leaks";
}

}  // namespace
}  // namespace wa
