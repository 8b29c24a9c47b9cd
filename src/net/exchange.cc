#include "net/exchange.h"

#include <utility>

#include "base/text.h"
#include "net/request_secrets.h"

namespace wa {

Exchange::Exchange(const Clock& clock, TransferId id, HttpRequest request)
    : id_(id),
      request_(std::move(request)),
      secrets_(SecretsOf(request_)),
      clock_(clock),
      started_(clock.Steady()) {}

bool Exchange::CountHeaders(std::size_t bytes) {
  if (!answer_began_) answer_began_ = clock_.Steady();
  header_bytes_ += bytes;
  return !has_too_many_headers();
}

void Exchange::BeginHead() { response_.headers.clear(); }

void Exchange::AddHeader(std::string_view name, std::string_view value) {
  response_.headers.emplace_back(ToLower(name), std::string(value));
}

bool Exchange::AddBody(std::string_view bytes) {
  if (response_.body.size() + bytes.size() > request_.max_body_bytes) return false;
  response_.body.append(bytes);
  return true;
}

Completion Exchange::Answered(HttpResponse meta, SteadyTime ended) {
  for (const Secret& secret : secrets_) Scrub(response_, secret);
  meta.headers = std::move(response_.headers);
  meta.body = std::move(response_.body);
  return {id_, started_, ended, std::move(meta), Repeats()};
}

Completion Exchange::Failed(TransportFailure failure, SteadyTime ended) const {
  // Before it is cut: half a key is a leak, too.
  for (const Secret& secret : secrets_) failure.detail = secret.Scrub(std::move(failure.detail));
  failure.detail = std::string(HostOf(request_.url)) + ": " + Detail(failure);
  return {id_, started_, ended, tl::unexpected(std::move(failure)), Repeats()};
}

std::string Exchange::Detail(const TransportFailure& failure) const {
  if (has_too_many_headers()) return "the answer has too many headers";
  if (failure.reason == TransportReason::kTooLarge) {
    return "the answer is longer than " + std::to_string(request_.max_body_bytes) + " bytes";
  }
  if (failure.reason == TransportReason::kTimeout && failure.detail.empty()) {
    return "no answer within " + FormatDuration(request_.timeout);
  }
  if (failure.reason == TransportReason::kDns && failure.detail.empty()) {
    return "the resolver does not answer within " + FormatDuration(request_.timeout);
  }
  return Sanitise(failure.detail, 300);
}

}  // namespace wa
