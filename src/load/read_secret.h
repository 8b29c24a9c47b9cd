#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "load/read_file.h"
#include "load/secret_place.h"

namespace wa {

// What was found at a place. Messages repeat neither the secret nor a name that names nothing:
// somebody may have written the secret where its place belongs.
struct FoundSecret {
  Result<Secret> value;
  std::optional<FileStamp> stamp;  // of its file; nothing: no file, or there is none
};

// Reads it anew. Blocks: a command has ten seconds.
FoundSecret ReadPlace(const SecretPlace& place);

// The file that holds it, if it is one.
std::optional<std::string> FileOf(const SecretPlace& place);

}  // namespace wa
