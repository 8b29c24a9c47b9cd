#include "cli/layout.h"

#include <algorithm>
#include <numeric>

namespace wa {
namespace {

constexpr std::size_t kGap = 2;              // blanks between columns
constexpr std::size_t kNarrowestColumn = 8;  // a cut makes no column narrower
constexpr std::size_t kNoteIndent = 4;
constexpr std::size_t kNarrowestText = 20;  // whatever the terminal

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Bytes of the first `columns` characters.
std::size_t BytesOf(std::string_view text, std::size_t columns) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!Continues(text[at]) && columns-- == 0) break;
  }
  return at;
}

std::string Padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t columns = Columns(text);
  const std::string blanks(width > columns ? width - columns : 0, ' ');
  return right ? blanks + text : text + blanks;
}

std::string WithoutTrailingBlanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::size_t Room(std::size_t width, std::size_t taken) {
  return std::max(width > taken ? width - taken : 0, kNarrowestText);
}

}  // namespace

std::size_t Columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !Continues(c); }));
}

std::string Clip(std::string_view text, std::size_t columns) {
  if (Columns(text) <= columns) return std::string(text);
  if (columns <= 3) return std::string(text.substr(0, BytesOf(text, columns)));
  return std::string(text.substr(0, BytesOf(text, columns - 3))) + "...";
}

std::vector<std::string> WrapLines(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  const auto finish = [&] {
    if (!line.empty()) lines.push_back(std::exchange(line, {}));
  };
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, blank);
    text.remove_prefix(std::min(blank + 1, text.size()));
    if (word.empty()) continue;
    if (!line.empty() && Columns(line) + 1 + Columns(word) > width) finish();
    const bool address = word.find("://") != std::string_view::npos;
    while (!address && Columns(word) > width) {
      const std::size_t cut = BytesOf(word, width);
      lines.emplace_back(word.substr(0, cut));
      word.remove_prefix(cut);
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  finish();
  return lines;
}

std::string Wrap(std::string_view text, std::size_t width, std::string_view indent) {
  std::string wrapped;
  for (const std::string& line : WrapLines(text, Room(width, indent.size()))) {
    wrapped += std::string(indent) + line + "\n";
  }
  return wrapped;
}

void FieldList::Add(std::string label, std::string text) {
  Add(std::move(label), std::move(text), nullptr);
}

void FieldList::Add(std::string label, std::string text,
                    std::string (Style::*paint)(std::string_view) const) {
  if (!text.empty()) fields_.push_back({std::move(label), std::move(text), paint});
}

std::string FieldList::Render(const Style& style, std::string_view indent) const {
  std::size_t labels = 0;
  for (const Field& field : fields_) labels = std::max(labels, Columns(field.label));
  const std::size_t taken = indent.size() + labels + kGap;
  std::string text;
  for (const Field& field : fields_) {
    std::string label = field.label;
    for (const std::string& line : WrapLines(field.text, Room(style.width, taken))) {
      text += std::string(indent) + Padded(label, labels + kGap, false);
      text += (field.paint != nullptr ? (style.*field.paint)(line) : line) + "\n";
      label.clear();
    }
  }
  return text;
}

void TextTable::Add(std::vector<std::string> cells, std::string note) {
  rows_.push_back({std::move(cells), std::move(note)});
}

std::vector<std::size_t> TextTable::Widths(std::size_t available) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = Columns(columns_[i].heading);
    for (const Row& row : rows_) width = std::max(width, Columns(row.cells[i]));
    widths.push_back(width);
  }
  const auto total = [&] {
    return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  };
  while (total() > available) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (!columns_[i].may_shrink || widths[i] <= kNarrowestColumn) continue;
      if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
    }
    if (widest == nullptr) break;
    --*widest;
  }
  return widths;
}

std::string TextTable::Render(const Style& style, std::string_view indent) const {
  const std::vector<std::size_t> widths = Widths(Room(style.width, indent.size()));
  const auto render = [&](const std::vector<std::string>& cells) {
    std::string line(indent);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line += std::string(kGap, ' ');
      line += Padded(Clip(cells[i], widths[i]), widths[i], columns_[i].align == Align::kRight);
    }
    return WithoutTrailingBlanks(std::move(line));
  };
  std::vector<std::string> headings;
  for (const Column& column : columns_) headings.push_back(column.heading);
  std::string text = style.Bold(render(headings)) + "\n";
  const std::string below(indent.size() + kNoteIndent, ' ');
  for (const Row& row : rows_) {
    text += render(row.cells) + "\n" + Wrap(row.note, style.width, below);
  }
  return text;
}

}  // namespace wa
