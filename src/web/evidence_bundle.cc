#include "web/evidence_bundle.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "base/build.h"
#include "base/hmac.h"
#include "base/text.h"
#include "web/json_values.h"
#include "web/json_view.h"
#include "web/time_line_json.h"

namespace wa {
namespace {

// 2026-11-26T03:10:00.123Z -> 20261126T031000.123Z: fit for the name of a file everywhere.
std::string MomentInName(SystemTime time, bool milliseconds) {
  std::string text = FormatUtc(time, milliseconds);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string NameOf(const KeptAnswer& answer) {
  return "answers/" + MomentInName(answer.at, true) + "-" + std::string(Name(answer.asked)) +
         ".txt";
}

std::string Milliseconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()) +
         " ms";
}

// What is ours above, what came below, as in a mail.
std::string AnswerText(const KeptAnswer& answer) {
  std::string found;
  for (const std::string& slug : answer.conditions) found += (found.empty() ? "" : ", ") + slug;
  const HttpTiming& timing = answer.timing;
  std::string text =
      "poll: " + answer.poll.Text() + "\nat: " + FormatUtc(answer.at, true) +
      "\nasked: " + std::string(Name(answer.asked)) +
      "\nfound: " + (found.empty() ? "nothing" : found) +
      "\nstatus: " + (answer.http_status == 0 ? "none" : std::to_string(answer.http_status)) +
      "\ntime: " + Milliseconds(timing.total) + " (name " + Milliseconds(timing.resolve) +
      ", connect " + Milliseconds(timing.connect) + ", TLS " + Milliseconds(timing.tls) +
      ", answer " + Milliseconds(timing.processing) + ")\n";
  if (!answer.why_none.empty()) text += "no answer: " + answer.why_none + "\n";
  text += "\n";
  for (const auto& [name, value] : answer.headers) text += name + ": " + value + "\n";
  if (!answer.body.empty()) text += "\n" + answer.body + "\n";
  return text;
}

// Each once, by time: the last of an incident is often one of the newest, too.
std::map<std::string, std::string> Answers(const Evidence& evidence) {
  std::map<std::string, std::string> files;
  const auto add = [&](const KeptAnswer& answer) { files[NameOf(answer)] = AnswerText(answer); };
  for (const auto& [id, answers] : evidence.incidents) {
    add(answers.first);
    add(answers.last);
  }
  for (const KeptAnswer& answer : evidence.recent) add(answer);
  return files;
}

std::string TimeLineText(const AccountPageContext& context) {
  OrderedJson json{{"version", kJsonVersion}, {"account", context.status->account->name}};
  if (context.past == nullptr) {
    json["why_none"] = context.why_no_past;
  } else {
    json.update(TimeLineJson(TimeLineOf(context, kDaysOfPast)));
  }
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string Versions(const AccountPageContext& context) {
  const BuildInfo build = ThisBuild();
  std::string text = "waba_exporter " + context.version + ", revision " + build.revision + ", " +
                     build.compiler + "\n";
  for (const ProviderSettings& provider : context.fleet->providers) {
    if (provider.name != context.status->account->provider) continue;
    text += "provider " + provider.name + ", kind " + std::string(Name(provider.kind)) + ", " +
            provider.base_url +
            (provider.api_version.empty() ? "" : ", version " + provider.api_version) + "\n";
  }
  return text + "written at " + FormatUtc(context.now) + "\n";
}

// As sha256sum writes it; empty if there is no memory for it.
std::string Sums(const std::vector<ArchiveFile>& files) {
  std::string sums;
  for (const ArchiveFile& file : files) {
    const auto digest = HashOf(file.text);
    if (!digest) return "";
    sums += ToHex(*digest) + "  " + file.path + "\n";
  }
  return sums;
}

}  // namespace

std::string BundleName(const std::string& account, SystemTime now) {
  std::string name = account;
  std::replace(name.begin(), name.end(), '/', '-');
  return name + "-" + MomentInName(now, false);
}

std::vector<ArchiveFile> EvidenceFiles(const AccountPageContext& context, const Ticket& ticket) {
  std::vector<ArchiveFile> files{{"ticket.txt", TicketText(ticket)},
                                 {"ticket.md", TicketMarkdown(ticket)},
                                 {"timeline.json", TimeLineText(context)},
                                 {"versions.txt", Versions(context)}};
  for (auto& [path, text] : Answers(*context.evidence)) files.push_back({path, std::move(text)});
  files.push_back({"SHA256SUMS", Sums(files)});
  return files;
}

Result<std::string> EvidenceBundle(const AccountPageContext& context, const Ticket& ticket) {
  std::vector<ArchiveFile> files = EvidenceFiles(context, ticket);
  if (files.back().text.empty()) return Fail(ErrorCode::kInternal, "no memory for the sums");
  const std::string folder = BundleName(context.status->account->name, context.now) + "/";
  for (ArchiveFile& file : files) file.path = folder + file.path;
  return TarGz(files, context.now);
}

}  // namespace wa
