#include "base/bcrypt.h"

#include <crypt.h>
#include <string.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace wa {
namespace {

constexpr std::size_t kLength = 60;  // "$2b$10$", 22 of salt, 31 of the hash
constexpr std::size_t kLongestPassword = 72;
constexpr int kCheapest = 4;
constexpr int kDearest = 16;  // some seconds

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsOfItsAlphabet(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '/';
}

// REQUIRES: two digits stand there.
int CostIn(std::string_view hash) { return (hash[4] - '0') * 10 + (hash[5] - '0'); }

// Wiped when it goes: the library works on the password in it.
struct WipedData {
  crypt_data data{};
  ~WipedData() { explicit_bzero(&data, sizeof data); }
};

}  // namespace

std::string_view WhyNotBcrypt(std::string_view hash) {
  const std::string_view scheme = hash.substr(0, 4);
  if (scheme != "$2b$" && scheme != "$2y$" && scheme != "$2a$") {
    return "it does not begin with $2b$, $2y$ or $2a$";
  }
  if (hash.size() != kLength) return "it is not 60 characters long";
  if (!IsDigit(hash[4]) || !IsDigit(hash[5]) || hash[6] != '$') return "it has no cost";
  const int cost = CostIn(hash);
  if (cost < kCheapest || cost > kDearest) return "its cost is not from 4 to 16";
  if (!std::all_of(hash.begin() + 7, hash.end(), &IsOfItsAlphabet)) {
    return "it holds a character other than A-Z a-z 0-9 . /";
  }
  return {};
}

int CostOf(const Secret& hash) { return CostIn(hash.Reveal()); }

Secret WithCost(const Secret& hash, int cost) {
  std::string text(hash.Reveal());
  text[4] = static_cast<char>('0' + cost / 10);
  text[5] = static_cast<char>('0' + cost % 10);
  return Secret(std::move(text));
}

bool IsPassword(const Secret& password, const Secret& hash) {
  const std::string_view text = password.Reveal();
  if (text.size() > kLongestPassword || text.find('\0') != std::string_view::npos) return false;
  const auto work = std::make_unique<WipedData>();  // 32 KiB
  // Both are strings that end with a 0: a Secret's are a std::string's.
  const char* made = crypt_r(text.data(), hash.Reveal().data(), &work->data);
  return made != nullptr && Secret(made) == hash;
}

}  // namespace wa
