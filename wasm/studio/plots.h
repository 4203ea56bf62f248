// Small pictures of data, drawn at the cursor; each takes the space that it is given.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "frame.h"

namespace shohin {

// Bars for counts, all in one colour, on a quiet base line.
void draw_histogram(Frame& frame, std::span<const std::uint32_t> counts, ImVec2 size);

// One class: its mark, name, count and share, with a bar under them as long as its part of the largest.
struct ClassBar {
  std::string_view name;
  std::size_t index = 0;
  std::uint64_t count = 0, total = 0, largest = 0;
};
void draw_class_bar(Frame& frame, const ClassBar& bar, float width);

// A class's mark: colour and shape together.
void draw_class_mark(ImDrawList& list, ImVec2 centre, std::size_t index, ImU32 colour);

// Rows: true classes; columns: what the model said. Noted for automation as `id`.
void draw_confusion(Frame& frame, std::string_view id, std::span<const std::string> labels,
                    const std::vector<std::vector<std::uint32_t>>& counts, float width);

// A thin bar, filled from the left by `share`.
void draw_progress(Frame& frame, std::string_view id, float share, float width);

}  // namespace shohin
