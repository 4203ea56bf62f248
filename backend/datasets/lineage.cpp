#include "datasets/lineage.h"

#include <algorithm>
#include <utility>

#include "store/version_rows.h"

namespace shohin {
namespace {

constexpr std::int64_t kMostChildren = 1000;
constexpr std::size_t kMostAncestors = 1000;

}  // namespace

Outcome<StoredDataSet> require_data_set(Database& database, const std::string& data_digest) {
  auto data = find_data_set(database, data_digest);
  if (data) return std::move(*data);
  return refuse(ErrorCode::kResourceDoesNotExist,
                "No data set has the digest " + data_digest.substr(0, 64) + ".");
}

std::vector<std::string> ancestors_of(Database& database, const StoredDataSet& data) {
  std::vector<std::string> found;
  for (auto parent = data.parent; parent && found.size() < kMostAncestors;) {
    found.push_back(*parent);
    const auto next = find_data_set(database, *parent);
    parent = next ? next->parent : std::nullopt;
  }
  return found;
}

Outcome<Lineage> trace_lineage(Database& database, const std::string& data_digest, const ResultPage& page) {
  auto data = require_data_set(database, data_digest);
  if (!data) return tl::unexpected<Error>(data.error());
  Lineage lineage;
  lineage.ancestors = ancestors_of(database, *data);
  lineage.children = children_of_data_set(database, data_digest, kMostChildren);
  lineage.data = std::move(*data);
  std::vector<RunLineage> runs;
  for (auto& run : runs_of_data(database, data_digest, one_more(page))) {
    auto versions = versions_of_run(database, run.run_id);
    runs.push_back({std::move(run), std::move(versions)});
  }
  lineage.runs = paged(std::move(runs), page);
  return lineage;
}

}  // namespace shohin
