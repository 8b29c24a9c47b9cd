#include "web/tar_gz.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace wa {
namespace {

struct FreeArchive {
  void operator()(archive* writer) const { archive_write_free(writer); }
};
using Writer = std::unique_ptr<archive, FreeArchive>;

struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

la_ssize_t Append(archive*, void* bytes, const void* more, std::size_t count) {
  static_cast<std::string*>(bytes)->append(static_cast<const char*>(more), count);
  return static_cast<la_ssize_t>(count);
}

tl::unexpected<Error> WhyNot(const Writer& writer) {
  const char* why = writer == nullptr ? nullptr : archive_error_string(writer.get());
  return Fail(ErrorCode::kInternal,
              std::string("the archive cannot be made: ") + (why == nullptr ? "no memory" : why));
}

// Without a time of its own in the head of the gzip, which would make each archive another.
bool Open(const Writer& writer, std::string* bytes) {
  return archive_write_set_format_ustar(writer.get()) == ARCHIVE_OK &&
         archive_write_add_filter_gzip(writer.get()) == ARCHIVE_OK &&
         archive_write_set_options(writer.get(), "gzip:!timestamp") == ARCHIVE_OK &&
         archive_write_open(writer.get(), bytes, nullptr, Append, nullptr) == ARCHIVE_OK;
}

bool Write(const Writer& writer, const ArchiveFile& file, std::time_t changed) {
  constexpr int kReadable = 0644;
  const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
  if (entry == nullptr) return false;
  archive_entry_set_pathname(entry.get(), file.path.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), kReadable);
  archive_entry_set_mtime(entry.get(), changed, 0);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.text.size()));
  return archive_write_header(writer.get(), entry.get()) == ARCHIVE_OK &&
         archive_write_data(writer.get(), file.text.data(), file.text.size()) ==
             static_cast<la_ssize_t>(file.text.size());
}

}  // namespace

Result<std::string> TarGz(const std::vector<ArchiveFile>& files, SystemTime changed) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(
      std::chrono::time_point_cast<std::chrono::system_clock::duration>(
          std::chrono::floor<std::chrono::seconds>(changed)));
  std::string bytes;
  const Writer writer(archive_write_new());
  if (writer == nullptr || !Open(writer, &bytes)) return WhyNot(writer);
  for (const ArchiveFile& file : files) {
    if (!Write(writer, file, seconds)) return WhyNot(writer);
  }
  if (archive_write_close(writer.get()) != ARCHIVE_OK) return WhyNot(writer);
  return bytes;
}

}  // namespace wa
