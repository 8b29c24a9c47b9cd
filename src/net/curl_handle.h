#pragma once

#include <curl/curl.h>
#include <string.h>

#include <memory>

#include "base/freed_by.h"

namespace wa {

inline void WipeAndFree(curl_slist* list) {
  // One of the lines carries the key.
  for (curl_slist* entry = list; entry != nullptr; entry = entry->next) {
    explicit_bzero(entry->data, strlen(entry->data));
  }
  curl_slist_free_all(list);
}

// Owners of what libcurl hands out.
using CurlEasy = std::unique_ptr<CURL, FreedBy<curl_easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, FreedBy<curl_multi_cleanup>>;
using CurlShare = std::unique_ptr<CURLSH, FreedBy<curl_share_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, FreedBy<WipeAndFree>>;

}  // namespace wa
