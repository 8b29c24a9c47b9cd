#pragma once

#include <array>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

// Reading the text of 360dialog's page "Error Messages", as it was on the day on which the
// catalogue was begun (tests/data/pages).
namespace wa {

// One error of the page.
struct PageError {
  std::string title;        // of the "Type:" above it, or the words after the code
  std::int64_t code = 0;    // as the page prints it
  int http_status = 0;      // of the answer; 0: told by a callback
  std::string payload;      // JSON as printed; empty: the page prints none
  std::string description;  // as printed
  std::string advice;       // as printed
};

// The page's four parts.
struct SeedPage {
  std::vector<PageError> common;
  std::vector<PageError> partner;
  std::vector<PageError> registration;
  std::vector<PageError> messaging;
};

inline std::optional<std::string> After(std::string_view prefix, const std::string& line) {
  if (line.rfind(prefix, 0) != 0) return std::nullopt;
  return std::string(Trim(std::string_view(line).substr(prefix.size())));
}

// "408: Message failed" and "1006 - Unknown contact".
inline std::optional<PageError> ReadMessagingLine(const std::string& line) {
  std::size_t digits = 0;
  while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits]))) ++digits;
  if (digits < 3) return std::nullopt;
  std::size_t text = std::string::npos;
  for (const std::string_view separator : {": ", " - "}) {
    if (line.compare(digits, separator.size(), separator) == 0) text = digits + separator.size();
  }
  if (text == std::string::npos) return std::nullopt;
  PageError error;
  error.code = std::stoll(line.substr(0, digits));
  error.advice = line.substr(text);
  return error;
}

// The page prints an error's words and their explanation in one line. The explanation is a sentence
// of its own: it begins with a capital, and goes on in lower case.
inline std::string WordsBeforeTheSentence(const std::string& text) {
  std::istringstream in(text);
  const std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
  std::string title;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool begins = i > 0 && std::isupper(static_cast<unsigned char>(words[i][0])) &&
                        i + 1 < words.size() &&
                        std::islower(static_cast<unsigned char>(words[i + 1][0]));
    if (begins) return title;
    title += (i == 0 ? "" : " ") + words[i];
  }
  return title;
}

class SeedPageReader {
 public:
  SeedPage Read(std::istream& in) {
    for (std::string line; std::getline(in, line);) ReadLine(std::string(Trim(line)));
    for (PageError& error : page_.messaging) {
      error.title = WordsBeforeTheSentence(error.advice);
      // The page's list has one HTTP status among its codes.
      if (error.title == "Bad Request") error.http_status = static_cast<int>(error.code);
    }
    return std::move(page_);
  }

 private:
  enum class Part { kNone, kCommon, kPartner, kRegistration, kMessaging };
  enum class Field { kNone, kDescription, kPayload, kAdvice };

  static Part PartOf(const std::string& line) {
    if (line == "Common API errors") return Part::kCommon;
    if (line == "Errors while using Partner API") return Part::kPartner;
    if (line == "Errors during Number Registration") return Part::kRegistration;
    if (line == "Errors while messaging") return Part::kMessaging;
    return Part::kNone;
  }

  std::vector<PageError>& Errors() {
    switch (part_) {
      case Part::kCommon:
        return page_.common;
      case Part::kPartner:
        return page_.partner;
      case Part::kRegistration:
        return page_.registration;
      default:
        return page_.messaging;
    }
  }

  void ReadLine(const std::string& line) {
    if (const Part part = PartOf(line); part != Part::kNone) {
      part_ = part;
      field_ = Field::kNone;
    } else if (part_ == Part::kMessaging) {
      if (auto error = ReadMessagingLine(line)) {
        Errors().push_back(std::move(*error));
      } else if (!Errors().empty()) {
        Errors().back().advice += " " + line;
      }
    } else if (part_ != Part::kNone) {
      ReadBlockLine(line);
    }
  }

  void ReadBlockLine(const std::string& line) {
    constexpr std::string_view kAlways = "These always have the code ";
    if (const auto status = After(kAlways, line)) {
      always_ = std::stoi(*status);
    } else if (const auto title = After("Type:", line)) {
      title_ = *title;
      field_ = Field::kNone;
    } else if (const auto code = After("Error code:", line)) {
      PageError error;
      error.title = title_;
      error.code = std::stoll(*code);
      error.http_status = part_ == Part::kRegistration ? always_ : static_cast<int>(error.code);
      Errors().push_back(std::move(error));
      field_ = Field::kNone;
    } else if (const auto description = After("Description:", line)) {
      field_ = Field::kDescription;
      Append(*description);
    } else if (line == "Payload:") {
      field_ = Field::kPayload;
    } else if (const auto advice = After("What to do:", line)) {
      field_ = Field::kAdvice;
      Append(*advice);
    } else {
      Append(line);
    }
  }

  void Append(const std::string& line) {
    if (line.empty() || field_ == Field::kNone) return;
    PageError& error = Errors().back();
    std::string& text = field_ == Field::kDescription ? error.description
                        : field_ == Field::kPayload   ? error.payload
                                                      : error.advice;
    text += (text.empty() ? "" : " ") + line;
  }

  SeedPage page_;
  Part part_ = Part::kNone;
  Field field_ = Field::kNone;
  std::string title_;
  int always_ = 0;
};

// Throws if there is no such file.
inline SeedPage ReadSeedPage(const std::filesystem::path& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return SeedPageReader().Read(in);
}

}  // namespace wa
