#include "cli/unknown_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <numeric>
#include <string_view>
#include <vector>

namespace shohin {
namespace {

constexpr std::size_t kNear = 2;  // so many letters may differ from what was meant

// How many letters to add, drop or change (Levenshtein 1966).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = corner + (a[i] == b[j] ? 0 : 1);
      corner = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, corner + 1});
    }
  }
  return row.back();
}

std::string nearest(const std::vector<const CLI::App*>& commands, const std::string& word) {
  const auto* const best =
      *std::min_element(commands.begin(), commands.end(), [&](const CLI::App* a, const CLI::App* b) {
        return distance(a->get_name(), word) < distance(b->get_name(), word);
      });
  const auto most = std::min(kNear, word.size() - 1);
  return distance(best->get_name(), word) <= most ? best->get_name() : std::string();
}

}  // namespace

std::optional<std::string> unknown_command(const CLI::App& app, int argc, const char* const* argv) {
  const auto any = [](const CLI::App*) { return true; };
  std::string path = app.get_name();
  const CLI::App* at = &app;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto commands = at->get_subcommands(any);
    if (commands.empty() || word.empty() || word[0] == '-') return {};
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const CLI::App* command) { return command->get_name() == word; });
    if (found == commands.end()) {
      const auto near = nearest(commands, word);
      return "There is no command '" + path + " " + word + "'." +
             (near.empty() ? "" : " Did you mean '" + near + "'?") + " " + path + " --help lists them.";
    }
    at = *found;
    path += " " + word;
  }
  return {};
}

}  // namespace shohin
