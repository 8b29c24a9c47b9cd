#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wa {
class TomlTable;
}

namespace wa::simulator {

// What good answers say, where it is not the default: quality_rating = "RED", webhook = "". Any
// value may be given, since providers add new ones, too.
struct GoodFields {
  std::map<std::string, std::string, std::less<>> texts;
  std::map<std::string, std::map<std::string, std::string>, std::less<>> tables;

  bool empty() const { return texts.empty() && tables.empty(); }
};

// Whose good answers: each has fields of its own.
enum class Speaker { kAccount, kPartner, kStatusPage, kDiscovery };

enum class FieldForm { kText, kSwitch, kTable };
struct GoodField {
  std::string_view name;
  FieldForm form = FieldForm::kText;
};
const std::vector<GoodField>& GoodFieldsOf(Speaker speaker);

// Reads the fields that stand in a table of a scenario. Switches become "true" and "false".
GoodFields ReadGoodFields(TomlTable* table, Speaker speaker);

// What one says now: `now` (of a step, or from control) before `usual` (of the block).
class Said {
 public:
  // REQUIRES: both outlive it.
  Said(const GoodFields* now, const GoodFields* usual) : now_(now), usual_(usual) {}
  std::string Text(std::string_view name, std::string_view otherwise) const;
  bool Is(std::string_view name, bool otherwise) const;
  const std::map<std::string, std::string>* Table(std::string_view name) const;  // null: not said

 private:
  const GoodFields* now_;
  const GoodFields* usual_;
};

}  // namespace wa::simulator
