// A command that there is not, told by its name.
#pragma once

#include <optional>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace shohin {

// What to say when a word stands where a command or a verb of one belongs and is none; nothing otherwise.
std::optional<std::string> unknown_command(const CLI::App& app, int argc, const char* const* argv);

}  // namespace shohin
