#include "provider/read_listed_numbers.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "provider/json_fields.h"
#include "provider/number_values.h"
#include "provider/paging.h"
#include "provider/read_answer.h"
#include "provider/read_health.h"
#include "provider/read_number.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

// Two accounts may watch one number.
using Places = std::multimap<std::string, std::size_t>;

Places PlacesOf(const Batch& batch) {
  Places places;
  for (std::size_t i = 0; i < batch.size(); ++i) places.emplace(batch[i]->phone_number_id, i);
  return places;
}

bool IsNumberList(const Json& body) {
  return ArrayIn(body, {"data"}) != nullptr || NamesAnError(body);
}

// Beside what all answers of the page have in common.
Facts ReadEntry(const Json& number, Facts facts) {
  ReadHealthStatus(number, facts);
  ReadListedNumber(number, facts.signs);
  facts.number = ReadNumberFacts(number);
  return facts;
}

class Listing {
 public:
  explicit Listing(const Batch& batch) : places_(PlacesOf(batch)), found_(batch.size()) {}

  void Read(const HttpResponse& page) {
    rest_ = ReadAnswer(page,
                       {.fits = &IsNumberList,
                        .read = [this](const Json& body, Facts& facts) { ReadPage(body, facts); }});
  }

  std::vector<Facts> Result() const {
    std::vector<Facts> facts;
    for (const auto& found : found_) facts.push_back(found.value_or(rest_));
    return facts;
  }

 private:
  void ReadPage(const Json& body, Facts& facts) {
    const Json* list = ArrayIn(body, {"data"});
    if (list == nullptr && !facts.signs.empty()) return;
    if (list == nullptr || !ReadList(*list, facts)) readable_ = false;
    if (readable_ && NextCursor(body).empty()) {
      AddField(facts.signs, "number_status", "not_listed");
    } else {
      facts.signs.push_back({SignKind::kMessaging, std::nullopt, "missing", {}});
    }
  }

  // Whether it says of every entry which number that is.
  bool ReadList(const Json& list, const Facts& common) {
    bool readable = true;
    for (const Json& entry : list) {
      const std::string id = IdIn(entry, {"id"});
      if (id.empty()) {
        readable = false;
      } else {
        Add(id, entry, common);
      }
    }
    return readable;
  }

  void Add(const std::string& id, const Json& number, const Facts& common) {
    const auto [first, last] = places_.equal_range(id);
    for (auto place = first; place != last; ++place) {
      found_[place->second] = ReadEntry(number, common);
    }
  }

  const Places places_;
  std::vector<std::optional<Facts>> found_;
  bool readable_ = true;  // all pages so far
  Facts rest_;            // of those that were not found
};

bool IsOneNumber(const Json& body) {
  return ObjectIn(body, {"health_status"}) != nullptr || NamesAnError(body);
}

}  // namespace

std::vector<Facts> ReadListedNumbers(const Batch& batch, const std::vector<HttpResponse>& pages) {
  Listing listing(batch);
  for (const HttpResponse& page : pages) listing.Read(page);
  return listing.Result();
}

Facts ReadOneNumber(const HttpResponse& response) {
  return ReadAnswer(response, {.fits = &IsOneNumber, .read = [](const Json& body, Facts& facts) {
                                 // Where an error stands instead, that is what there is to say.
                                 if (!facts.signs.empty() && !ObjectIn(body, {"health_status"})) {
                                   return;
                                 }
                                 facts = ReadEntry(body, std::move(facts));
                               }});
}

}  // namespace wa
