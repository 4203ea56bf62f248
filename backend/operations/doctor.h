// Looks at a data directory and says what is wrong with it; changes nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace shohin {

enum class Condition : std::uint8_t {
  kGood,
  kNotice,  // nothing is lost or in danger
  kBad,
};

struct Finding {
  std::string_view check;  // "database", "schema", "blobs", "orphans", "predictions", "disk" or
                           // "secret"
  Condition condition;
  std::string message;
};

struct Examination {
  std::filesystem::path data;
  std::uint64_t min_free_bytes = 64ULL << 20;            // below it a server refuses writes
  std::function<bool()> is_over = [] { return false; };  // stops early: the blobs may be many
};

// Every check once, in that order, as far as there is a database. Others may write meanwhile, but must remove
// no blob.
std::vector<Finding> examine(const Examination& examination);

std::string_view condition_name(Condition condition);  // "good", "notice", "bad"
bool is_bad(const std::vector<Finding>& findings);

}  // namespace shohin
