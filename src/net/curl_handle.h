#pragma once

#include <curl/curl.h>
#include <string.h>

#include <memory>

namespace wa {

// Owners of what libcurl hands out.
template <auto kFree>
struct CurlFree {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

inline void WipeAndFree(curl_slist* list) {
  // One of the lines carries the key.
  for (curl_slist* entry = list; entry != nullptr; entry = entry->next) {
    explicit_bzero(entry->data, strlen(entry->data));
  }
  curl_slist_free_all(list);
}

using CurlEasy = std::unique_ptr<CURL, CurlFree<curl_easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, CurlFree<curl_multi_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, CurlFree<WipeAndFree>>;

}  // namespace wa
