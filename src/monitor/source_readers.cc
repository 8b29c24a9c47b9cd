#include "monitor/source_readers.h"

#include <utility>

#include "provider/service_discovery.h"
#include "provider/waba_numbers.h"

namespace wa {
namespace {

Result<SourcePage> ReadNumbers(const HttpResponse& response) {
  auto page = ReadWabaNumbers(response);
  if (!page) return tl::unexpected(page.error());
  return SourcePage{std::move(page->accounts), std::move(page->next)};
}

}  // namespace

SourceReaders ProviderReaders() {
  return {.ask_numbers = &AskWabaNumbers,
          .read_numbers = &ReadNumbers,
          .read_discovery = &ReadServiceDiscovery};
}

}  // namespace wa
