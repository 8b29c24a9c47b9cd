#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

// A client for tests of the running simulator: libcurl, as the exporter uses it.
namespace wa::simulator {

struct Question {
  std::string url;
  std::string key = {};  // D360-API-KEY; empty: none
  std::string method = "GET";
  std::string body = {};     // of POST
  std::string ca_file = {};  // for https; empty: the system's
  long timeout_ms = 10'000;
  std::size_t max_bytes = 64u << 20;      // the body is refused beyond it
  bool http1 = false;                     // speaks HTTP/1.1 also over TLS
  std::vector<std::string> headers = {};  // "Name: value"
};

struct Reply {
  CURLcode code = CURLE_OK;  // of the transport
  long status = 0;
  long http_version = 0;
  long new_connections = 0;
  std::string body;
  std::string head;  // all header fields, as received
};

// One handle: consecutive questions may share a connection.
class Client {
 public:
  Client() : handle_(curl_easy_init()) {}

  Reply Ask(const Question& question) {
    Reply reply;
    Prepare(question, &reply);
    reply.code = curl_easy_perform(handle_.get());
    Conclude(&reply);
    return reply;
  }

  // The two halves of Ask(), for a multi handle. `reply` is filled meanwhile.
  void Prepare(const Question& question, Reply* reply) {
    CURL* handle = handle_.get();
    curl_easy_reset(handle);
    sink_ = {reply, question.max_bytes};
    headers_.reset();
    if (!question.key.empty()) {
      headers_.reset(curl_slist_append(nullptr, ("D360-API-KEY: " + question.key).c_str()));
    }
    for (const std::string& header : question.headers) {
      headers_.reset(curl_slist_append(headers_.release(), header.c_str()));
    }
    body_ = question.body;
    curl_easy_setopt(handle, CURLOPT_URL, question.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, question.timeout_ms);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Write);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &sink_);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &WriteHead);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, reply);
    if (!question.ca_file.empty()) {
      curl_easy_setopt(handle, CURLOPT_CAINFO, question.ca_file.c_str());
    }
    if (question.http1) {
      curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    }
    if (!body_.empty()) {
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(body_.size()));
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body_.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_NOBODY, question.method == "HEAD" ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, question.method.c_str());
  }

  void Conclude(Reply* reply) const {
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &reply->status);
    curl_easy_getinfo(handle_.get(), CURLINFO_HTTP_VERSION, &reply->http_version);
    curl_easy_getinfo(handle_.get(), CURLINFO_NUM_CONNECTS, &reply->new_connections);
  }

  CURL* get() const { return handle_.get(); }

 private:
  struct Sink {
    Reply* reply = nullptr;
    std::size_t max_bytes = 0;
  };
  static std::size_t Write(char* data, std::size_t, std::size_t size, void* sink) {
    auto* to = static_cast<Sink*>(sink);
    if (to->reply->body.size() + size > to->max_bytes) return 0;
    to->reply->body.append(data, size);
    return size;
  }

  static std::size_t WriteHead(char* data, std::size_t, std::size_t size, void* reply) {
    static_cast<Reply*>(reply)->head.append(data, size);
    return size;
  }

  struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  std::unique_ptr<curl_slist, Free> headers_;
  std::string body_;
  Sink sink_;
  std::unique_ptr<CURL, Free> handle_;
};

// Asks all at the same time; the replies are in order.
inline std::vector<Reply> AskAtOnce(const std::vector<Question>& questions) {
  std::vector<Client> clients(questions.size());
  std::vector<Reply> replies(questions.size());
  CURLM* multi = curl_multi_init();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    clients[i].Prepare(questions[i], &replies[i]);
    curl_multi_add_handle(multi, clients[i].get());
  }
  for (int running = 1; running > 0;) {
    curl_multi_perform(multi, &running);
    if (running > 0) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    for (std::size_t i = 0; i < clients.size(); ++i) {
      if (clients[i].get() == message->easy_handle) replies[i].code = message->data.result;
    }
  }
  for (std::size_t i = 0; i < clients.size(); ++i) {
    clients[i].Conclude(&replies[i]);
    curl_multi_remove_handle(multi, clients[i].get());
  }
  curl_multi_cleanup(multi);
  return replies;
}

}  // namespace wa::simulator
