#include "datasets/data_uses.h"

#include "store/dataset_rows.h"
#include "store/promotion_rows.h"
#include "store/version_rows.h"

namespace shohin {
namespace {

constexpr std::int64_t kMostNamed = 10;

void add(std::string& text, const std::string& use) { text += (text.empty() ? "" : "; ") + use; }

}  // namespace

std::string uses_of_data(Database& database, const std::string& data_digest) {
  std::string text;
  for (const auto& run : runs_of_data(database, data_digest, {kMostNamed, 0})) {
    add(text, "run " + run.run_id);
    for (const auto& version : versions_of_run(database, run.run_id))
      add(text, "version " + std::to_string(version.version) + " of " + version.name);
  }
  for (const auto& model : models_with_gate_on(database, data_digest, kMostNamed))
    add(text, "the gate of " + model);
  for (const auto& child : children_of_data_set(database, data_digest, kMostNamed))
    add(text, "data set " + child + ", made from it");
  return text;
}

}  // namespace shohin
