#include "cli/render_manual.h"

#include "cli/manual_facts.h"

namespace wa {
namespace {

// Text as it stands: roff reads lines that begin with a dot or quote, and backslashes. A hyphen is
// a minus, so that options can be copied and found.
std::string Roff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (escaped.empty() && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string Bold(std::string_view text) { return "\\fB" + Roff(text) + "\\fR"; }
std::string Italic(std::string_view text) { return "\\fI" + Roff(text) + "\\fR"; }

// "-h, --help", "--config FILE", "ACCOUNT"
std::string Head(const HelpText::Option& option) {
  if (option.positional) return Italic(option.flag);
  const std::size_t blank = option.flag.find(' ');
  std::string head = Bold(LongName(option));
  if (blank != std::string::npos) head = Bold(option.flag.substr(0, blank)) + ", " + head;
  return option.value.empty() ? head : head + " " + Italic(option.value);
}

std::string Entry(const std::string& head, std::string_view text) {
  return ".TP\n" + head + "\n" + Roff(text) + "\n";
}

std::string Section(const Described& command) {
  std::string text = ".SS " + Roff(command.name);
  for (const HelpText::Option& option : command.help.options) {
    if (option.positional) {
      text += " " + (option.required ? Italic(option.flag) : "[" + Italic(option.flag) + "]");
    }
  }
  text += "\n" + Roff(command.help.description) + "\n";
  for (const HelpText::Option& option : command.help.options) {
    if (!option.common) text += Entry(Head(option), option.help);
  }
  return text + ".PP\nExample:\n.PP\n.RS 4\n.nf\n" +
         Roff(command.help.program + " " + command.help.example) + "\n.fi\n.RE\n";
}

constexpr char kDescription[] = R"(.SH DESCRIPTION
It asks the provider's API about each WhatsApp Business account, names what is wrong in the provider's own terms, measures
how long it has been wrong against the time that the provider allows, and serves metrics, pages and a JSON API. All its
requests are read\-only.
.PP
Without a command it is \fBserve\fR.
Options that every command has:
.TP
\fB\-h\fR, \fB\-\-help\fR
show what the command does and takes
.TP
\fB\-V\fR, \fB\-\-version\fR
show the version
.SH COMMANDS
)";

constexpr char kSeeAlso[] = R"(.SH SEE ALSO
.BR prometheus (1),
.BR systemd.exec (5)
)";

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::string Facts(const ManualSection& section) {
  std::string text = ".SH " + Upper(section.title) + "\n";
  for (const ManualFact& fact : section.facts) {
    text += Entry(fact.name.front() == '/' ? Italic(fact.name) : Bold(fact.name), fact.text);
  }
  return text;
}

}  // namespace

std::string RenderManual(const std::vector<Described>& commands, const std::string& version) {
  std::string text = ".TH WABA_EXPORTER 8 \"\" \"waba_exporter " + Roff(version) +
                     "\" \"System Manager's Manual\"\n.SH NAME\nwaba_exporter \\- Prometheus "
                     "exporter and health monitor for "
                     "WhatsApp Business accounts\n.SH SYNOPSIS\n"
                     "\\fBwaba_exporter\\fR [\\fICOMMAND\\fR] [\\fIOPTION\\fR]...\n";
  text += kDescription;
  for (const Described& command : commands) text += Section(command);
  text += ".SH EXIT STATUS\n" + Roff(kExitStatus) + "\n";
  for (const ManualSection& section : ManualSections()) text += Facts(section);
  return text + kSeeAlso;
}

}  // namespace wa
