#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/style.h"

// Laying out text for a terminal. Pure; text is UTF-8, and every character counts as one column.
namespace wa {

std::size_t Columns(std::string_view text);

// At most `columns`; "..." marks a cut.
std::string Clip(std::string_view text, std::size_t columns);

// Broken at blanks into lines of at most `width`. A longer word is broken inside, except an address
// (with "://"): it must stay whole to be copied.
std::vector<std::string> WrapLines(std::string_view text, std::size_t width);

// The lines of WrapLines(), each behind `indent` and with a line feed; `width` includes the indent.
std::string Wrap(std::string_view text, std::size_t width, std::string_view indent);

// Lines of labels and texts:
//   Who acts   provider
//   Next step  Wait up to 10 minutes for the restart to end, then
//              contact support.
class FieldList {
 public:
  // A text that is empty is left out. An empty label continues the field before it.
  void Add(std::string label, std::string text);
  // `text` gets no colour; `paint` colours what is printed, so that widths stay right.
  void Add(std::string label, std::string text,
           std::string (Style::*paint)(std::string_view) const);
  std::string Render(const Style& style, std::string_view indent) const;

 private:
  struct Field {
    std::string label;
    std::string text;
    std::string (Style::*paint)(std::string_view) const;
  };
  std::vector<Field> fields_;
};

// Columns with a heading. Columns that may shrink are cut, the widest first, until a row fits.
class TextTable {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string heading;
    Align align = Align::kLeft;
    bool may_shrink = false;
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // REQUIRES: as many cells as columns. `note` is wrapped below the row, set in.
  void Add(std::vector<std::string> cells, std::string note = {});
  std::string Render(const Style& style, std::string_view indent = {}) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string note;
  };
  std::vector<std::size_t> Widths(std::size_t available) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace wa
