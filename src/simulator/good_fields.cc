#include "simulator/good_fields.h"

#include <utility>

#include "load/toml_reader.h"

namespace wa::simulator {

const std::vector<GoodField>& GoodFieldsOf(Speaker speaker) {
  // Named as in the answers, but for number_status (`status` is HTTP's in a step).
  static const std::vector<GoodField> account{
      {"health", FieldForm::kTable},
      {"quality_rating"},
      {"number_status"},
      {"name_status"},
      {"messaging_limit"},
      {"messaging_limit_tier"},
      {"throughput"},
      {"code_verification_status"},
      {"account_mode"},
      {"platform_type"},
      {"verified_name"},
      {"display_phone_number"},
      {"webhook"},
      {"templates", FieldForm::kTable},
      {"gateway_status"},
      {"nodes", FieldForm::kTable},
      {"listed", FieldForm::kSwitch},
      {"channel_status"},
      {"fb_account_status"},
      {"integration_state"},
      {"integration_enabled", FieldForm::kSwitch},
      {"terminated_at"},
  };
  static const std::vector<GoodField> page{
      {"page_name"}, {"incident"}, {"incident_status"}, {"impact"}, {"maintenance"},
  };
  static const std::vector<GoodField> none;
  if (speaker == Speaker::kAccount) return account;
  return speaker == Speaker::kStatusPage ? page : none;
}

GoodFields ReadGoodFields(TomlTable* table, Speaker speaker) {
  GoodFields fields;
  for (const GoodField& field : GoodFieldsOf(speaker)) {
    const std::string name(field.name);
    std::string text;
    bool on = false;
    std::map<std::string, std::string> members;
    if (field.form == FieldForm::kTable) {
      if (table->Read(name, &members)) fields.tables[name] = std::move(members);
    } else if (field.form == FieldForm::kSwitch) {
      if (table->Read(name, &on)) fields.texts[name] = on ? "true" : "false";
    } else if (table->Read(name, &text)) {
      fields.texts[name] = std::move(text);
    }
  }
  return fields;
}

std::string Said::Text(std::string_view name, std::string_view otherwise) const {
  for (const GoodFields* fields : {now_, usual_}) {
    const auto found = fields->texts.find(name);
    if (found != fields->texts.end()) return found->second;
  }
  return std::string(otherwise);
}

bool Said::Is(std::string_view name, bool otherwise) const {
  return Text(name, otherwise ? "true" : "false") == "true";
}

const std::map<std::string, std::string>* Said::Table(std::string_view name) const {
  for (const GoodFields* fields : {now_, usual_}) {
    const auto found = fields->tables.find(name);
    if (found != fields->tables.end()) return &found->second;
  }
  return nullptr;
}

}  // namespace wa::simulator
