#include "store/dataset_summaries.h"

#include "store/search_sql.h"

namespace shohin {

std::vector<DatasetSummary> dataset_summaries(Database& database,
                                              const std::vector<std::int64_t>& experiment_ids,
                                              std::int64_t limit) {
  BoundSql sql;
  sql.add(
      "SELECT DISTINCT d.experiment_id, d.name, d.digest, t.value FROM datasets d "
      "JOIN run_datasets r ON r.dataset=d.dataset LEFT JOIN run_dataset_tags t ON t.run=r.run AND "
      "t.dataset=r.dataset AND t.key='mlflow.data.context' WHERE d.experiment_id IN ");
  add_list(sql, experiment_ids);
  sql.add(" ORDER BY 1, 2, 3, 4 LIMIT ?", limit);
  Statement rows(database, sql.sql);
  rows.bind_all(sql.values);
  std::vector<DatasetSummary> found;
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.maybe_text(3)});
  }
  return found;
}

}  // namespace shohin
