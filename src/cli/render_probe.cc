#include "cli/render_probe.h"

#include <array>

#include "cli/layout.h"
#include "cli/milliseconds.h"
#include "cli/render_findings.h"
#include "cli/show_answer.h"

namespace wa {
namespace {

constexpr std::string_view kIndent = "  ";

std::string Heading(std::string_view text, const Style& style) { return style.Bold(text) + "\n"; }

const HttpTiming& TimingOf(const Outcome& outcome) {
  return outcome ? outcome->timing : outcome.error().timing;
}

struct Phase {
  const char* name;
  const char* what;
  Duration HttpTiming::*time;
};
constexpr std::array<Phase, 6> kPhases{{
    {"resolve", "name to address", &HttpTiming::resolve},
    {"connect", "TCP", &HttpTiming::connect},
    {"tls", "TLS handshake", &HttpTiming::tls},
    {"processing", "until the first byte of the answer", &HttpTiming::processing},
    {"transfer", "the rest of it", &HttpTiming::transfer},
    {"total", "", &HttpTiming::total},
}};

// Lines that may be too long, such as those of a body; a continuation is set in further.
std::string Indented(const std::string& text, const Style& style) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const std::size_t own = std::min(line.find_first_not_of(' '), line.size());
    std::string indent(kIndent.size() + own, ' ');
    for (const std::string& part :
         WrapLines(line, style.width - std::min(indent.size() + 4, style.width / 2))) {
      result += indent + part + "\n";
      if (indent.size() == kIndent.size() + own) indent += "    ";
    }
    at = end + 1;
  }
  return result;
}

std::string RenderResponse(const HttpResponse& response, const Secret& secret, const Style& style) {
  std::string text = Heading("Answer", style);
  const std::string status = "HTTP " + std::to_string(response.status);
  const bool good = IsGoodStatus(response.status);
  text += std::string(kIndent) + (good ? style.Good(status) : style.Bad(status)) + "\n";
  for (const auto& [name, value] : ShownHeaders(response, secret)) {
    text += Wrap(name + ": " + value, style.width, kIndent);
  }
  return text + "\n" + Indented(ShownBody(response.body, secret), style);
}

std::string ShownUrl(const HttpRequest& request) {
  if (request.secret_parameter.empty()) return request.url;
  const bool has_query = request.url.find('?') != std::string::npos;
  return request.url + (has_query ? "&" : "?") + request.secret_parameter + "=***";
}

OrderedJson RequestJson(const HttpRequest& request) {
  OrderedJson headers = OrderedJson::object();
  for (const auto& [name, value] : request.headers) headers[name] = value;
  if (!request.secret_header.empty()) headers[request.secret_header] = "***";
  return {{"method", "GET"}, {"url", ShownUrl(request)}, {"headers", std::move(headers)}};
}

OrderedJson TimingJson(const HttpTiming& timing) {
  OrderedJson json = OrderedJson::object();
  for (const Phase& phase : kPhases) {
    json[std::string(phase.name) + "_seconds"] = Seconds(timing.*phase.time);
  }
  return json;
}

OrderedJson AnswerJson(const Outcome& outcome, const Secret& secret) {
  if (!outcome) return nullptr;
  OrderedJson headers = OrderedJson::object();
  for (const auto& [name, value] : ShownHeaders(*outcome, secret)) headers[name] = value;
  return {{"http_status", outcome->status}, {"protocol", outcome->protocol},
          {"remote", outcome->remote},      {"reused_connection", outcome->reused_connection},
          {"headers", std::move(headers)},  {"body", ShownBody(outcome->body, secret)}};
}

OrderedJson FailureJson(const Outcome& outcome) {
  if (outcome) return nullptr;
  const TransportFailure& failure = outcome.error();
  return {{"reason", Name(failure.reason)},
          {"detail", failure.detail},
          {"http_status", StatusOrNull(failure.status)}};
}

OrderedJson OpinionsJson(const std::vector<SecondOpinion>& opinions) {
  OrderedJson json = OrderedJson::array();
  for (const SecondOpinion& opinion : opinions) {
    json.push_back(
        {{"url", opinion.url}, {"answered", opinion.answered}, {"detail", opinion.detail}});
  }
  return json;
}

// What a finding quotes may hold the key, if the provider repeats it.
std::vector<Finding> Scrubbed(std::vector<Finding> findings, const Secret& secret) {
  for (Finding& finding : findings) finding.detail = secret.Scrub(std::move(finding.detail));
  return findings;
}

}  // namespace

std::string RenderRequest(const HttpRequest& request, const Style& style) {
  std::string text = Heading("Request", style);
  // An address stays whole, so that it can be copied.
  text += std::string(kIndent) + "GET " + ShownUrl(request) + "\n";
  for (const auto& [name, value] : request.headers) {
    text += Wrap(name + ": " + value, style.width, kIndent);
  }
  if (!request.secret_header.empty()) {
    text += std::string(kIndent) + request.secret_header + ": ***\n";
  }
  return text;
}

std::string RenderTiming(const Outcome& outcome, const Style& style) {
  TextTable table(
      {{"PHASE"}, {"TIME", TextTable::Align::kRight}, {"", TextTable::Align::kLeft, true}});
  for (const Phase& phase : kPhases) {
    const Duration time = TimingOf(outcome).*phase.time;
    table.Add({phase.name, time == Duration(0) ? "-" : Milliseconds(time), phase.what});
  }
  std::string text = Heading("Timing", style) + table.Render({style.width, false}, kIndent);
  if (!outcome) return text;
  return text + Wrap(outcome->protocol + " with " + outcome->remote +
                         (outcome->reused_connection ? ", connection reused" : ""),
                     style.width, kIndent);
}

std::string RenderAnswer(const Outcome& outcome, const Secret& secret, const Style& style) {
  if (outcome) return RenderResponse(*outcome, secret, style);
  const TransportFailure& failure = outcome.error();
  std::string text = "none (" + std::string(Name(failure.reason)) + "): " + failure.detail;
  if (failure.status != 0) text += ", after status " + std::to_string(failure.status);
  return Heading("Answer", style) + Wrap(secret.Scrub(text), style.width, kIndent);
}

std::string RenderOpinions(const std::vector<SecondOpinion>& opinions, const Style& style) {
  if (opinions.empty()) return "";
  std::string text = Heading("Second opinion (polling.canary_urls)", style);
  for (const SecondOpinion& opinion : opinions) {
    text += Wrap(opinion.url + " " +
                     (opinion.answered ? "answers (" + opinion.detail + ")"
                                       : "does not answer: " + opinion.detail),
                 style.width, kIndent);
  }
  return text;
}

std::string RenderVerdict(const Verdict& verdict, const Account& account,
                          const std::string& status_page, const Style& style) {
  const Secret& secret = account.api_key;
  const Subject subject{account.name, account.kind, account.plan};
  std::string text = Heading("Verdict on " + account.name, style);
  FieldList fields;
  if (!verdict.why_unknown.empty()) {
    text += style.Warning("Unknown") + "\n";
    fields.Add("Why", secret.Scrub(verdict.why_unknown));
    fields.Add("Next step", verdict.next_step, &Style::Bold);
    fields.Add("Support", "not warranted");
    return text + fields.Render(style, kIndent);
  }
  if (!verdict.IsTrouble()) text += style.Good("Fine: messages can be sent.") + "\n";
  text += RenderFindings(Scrubbed(verdict.findings, secret), subject, style, Sources::kLeaveOut);
  if (verdict.IsTrouble()) {
    text += Wrap("Since when it has been so, the exporter shows, if it runs: " + status_page,
                 style.width, kIndent);
  }
  return text + RenderHealth(verdict.health, style);
}

std::string ProbeJson(const ProbeReport& report) {
  const Account& account = report.account;
  const Secret& secret = account.api_key;
  OrderedJson json{
      {"account", account.name},
      {"provider", account.provider},
      {"plan", Name(account.plan)},
      {"request", RequestJson(report.request)},
      {"timing", TimingJson(TimingOf(report.outcome))},
      {"answer", AnswerJson(report.outcome, secret)},
      {"failure", FailureJson(report.outcome)},
      {"second_opinions", OpinionsJson(report.opinions)},
      {"why_unknown", TextOrNull(report.verdict.why_unknown)},
      {"health", HealthJson(report.verdict.health)},
      {"next_step", TextOrNull(report.verdict.next_step)},
  };
  const Subject subject{account.name, account.kind, account.plan};
  json.update(FindingsJson(Scrubbed(report.verdict.findings, secret), subject));
  for (std::size_t i = 0; i < report.verdict.findings.size(); ++i) {
    const Condition& condition = *report.verdict.findings[i].condition;
    json["conditions"][i]["grace_seconds"] = SecondsJson(GraceOf(condition, subject));
  }
  return Dump(json);
}

}  // namespace wa
