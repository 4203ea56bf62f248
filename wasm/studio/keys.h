// The browser's names of keys ("KeyA", "ArrowLeft": KeyboardEvent.code) as Dear ImGui's.
#pragma once

#include <string_view>

#include "imgui.h"

namespace shohin {

// ImGuiKey_None for a key that the Studio does not use.
ImGuiKey key_of_code(std::string_view code);

}  // namespace shohin
