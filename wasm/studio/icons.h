// The Studio's line drawings, 1.5 px strokes in a 20 px square.
#pragma once

#include <cstdint>

#include "imgui.h"

namespace shohin {

enum class Icon : std::uint8_t { kTree, kTable, kForest, kSend, kRuns, kBox, kMoon, kSun };

// `at` is the square's upper left corner.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 at, ImU32 colour);

}  // namespace shohin
