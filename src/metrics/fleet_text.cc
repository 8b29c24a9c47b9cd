#include "metrics/fleet_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "metrics/catalogue.h"
#include "metrics/mode_views.h"
#include "metrics/text_writer.h"

namespace wa {
namespace {

// Passes the text on in pieces.
void WriteFleet(const FleetSnapshot* snapshot, const FleetWriter::Clock& clock, TextFormat format,
                TextPieces::Take take, FleetText& written) {
  const SystemTime now = clock();
  std::optional<ModeViews> views;
  if (snapshot != nullptr) views.emplace(*snapshot, now);
  TextPieces out(std::move(take));
  const auto view_of = [&](SeriesClass series_class) {
    return views ? views->For(series_class) : nullptr;
  };
  WriteFamilies(FleetFamilies(), view_of, format, out, written.series);
  out.Finish();
  written.took = std::max(clock() - now, Duration(0));
}

FleetText Plain(const FleetSnapshot* snapshot, const FleetWriter::Clock& clock, TextFormat format) {
  FleetText written;
  const auto take = [&](std::string_view piece) { written.text += piece; };
  WriteFleet(snapshot, clock, format, take, written);
  return written;
}

Result<FleetText> Compressed(const FleetSnapshot* snapshot, const FleetWriter::Clock& clock,
                             TextFormat format) {
  FleetText written;
  PartDeflater deflater;
  const auto take = [&](std::string_view piece) { deflater.Add(piece); };
  WriteFleet(snapshot, clock, format, take, written);
  auto deflated = deflater.Finish();
  if (!deflated) return tl::unexpected(std::move(deflated.error()));
  written.deflated = std::make_shared<const DeflatedPart>(std::move(*deflated));
  return written;
}

}  // namespace

Result<FleetText> FleetWriter::Write(const std::shared_ptr<const FleetSnapshot>& snapshot,
                                     const Clock& clock, TextFormat format, bool gzip) {
  if (!gzip) return Plain(snapshot.get(), clock, format);
  Shared& shared = shared_[static_cast<std::size_t>(format)];
  const std::lock_guard lock(shared.mutex);
  const SystemTime now = clock();
  const Duration age = now - shared.at;
  const bool fresh =
      snapshot != nullptr && shared.of.lock() == snapshot && age >= Duration(0) && age <= kShared;
  if (fresh) return shared.text;
  auto written = Compressed(snapshot.get(), clock, format);
  if (written) {
    shared.of = snapshot;
    shared.at = now;
    shared.text = *written;
  }
  return written;
}

}  // namespace wa
