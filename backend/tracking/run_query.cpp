// Finding runs, and the history of their metrics.
#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "store/run_rows.h"
#include "store/run_search.h"
#include "store/search_parser.h"
#include "tracking/experiments.h"
#include "tracking/history_token.h"
#include "tracking/runs.h"

namespace shohin {
namespace {

using Type = SearchAttribute::Type;

constexpr std::array<SearchAttribute, 12> kRunAttributes = {{{"run_id", "run_id", Type::kTextOrList},
                                                             {"run_name", "run_name", Type::kText},
                                                             {"run name", "run_name", Type::kText},
                                                             {"Run name", "run_name", Type::kText},
                                                             {"Run Name", "run_name", Type::kText},
                                                             {"status", "status", Type::kText},
                                                             {"user_id", "user_id", Type::kText},
                                                             {"artifact_uri", "artifact_uri", Type::kText},
                                                             {"start_time", "start_time", Type::kNumber},
                                                             {"created", "start_time", Type::kNumber},
                                                             {"Created", "start_time", Type::kNumber},
                                                             {"end_time", "end_time", Type::kNumber}}};
constexpr std::array<std::string_view, 7> kRunSortKeys = {"run_id",       "run_name",   "status",  "user_id",
                                                          "artifact_uri", "start_time", "end_time"};
constexpr SearchGrammar kRunGrammar{.attributes = kRunAttributes,
                                    .sort_keys = kRunSortKeys,
                                    .has_metrics = true,
                                    .has_params = true,
                                    .has_datasets = true,
                                    .sorts_by_tags = true};

Outcome<void> check(const SampledHistoryQuery& query) {
  const auto refuse_value = [](std::string message) {
    return refuse(ErrorCode::kInvalidParameterValue, std::move(message));
  };
  if (query.run_ids.empty() || query.run_ids.size() > 100)
    return refuse_value("run_ids must be 1 to 100 run ids.");
  if (query.max_results < 1 || query.max_results > 2500)
    return refuse_value("max_results must be within 1..2500.");
  if (query.start_step.has_value() != query.end_step.has_value()) {
    return refuse_value("Both start_step and end_step must be given, or none.");
  }
  if (query.start_step && *query.start_step > *query.end_step) {
    return refuse_value("end_step must be at least start_step.");
  }
  return {};
}

Outcome<void> check(const BulkHistoryQuery& query) {
  if (query.run_ids.empty() || query.run_ids.size() > 100) {
    return refuse(ErrorCode::kInvalidParameterValue, "run_id must be given 1 to 100 times.");
  }
  if (query.max_results < 1) {
    return refuse(ErrorCode::kInvalidParameterValue, "max_results must be at least 1.");
  }
  return {};
}

}  // namespace

Outcome<Paged<Run>> Runs::search(const RunQuery& query) {
  const auto page = read_page(query.max_results, query.page_token, 50'000);
  if (!page) return tl::unexpected(page.error());
  auto ids = read_experiment_ids(query.experiment_ids);
  if (!ids) return tl::unexpected(ids.error());
  auto clauses = parse_filter(query.filter, kRunGrammar);
  if (!clauses) return tl::unexpected(clauses.error());
  auto order = parse_order_by(query.order_by, kRunGrammar);
  if (!order) return tl::unexpected(order.error());
  const RunSearch search{std::move(*ids), std::move(*clauses), std::move(*order), query.view,
                         one_more(*page)};
  return store_.read([&](Database& database) -> Outcome<Paged<Run>> {
    auto found = paged(search_runs(database, search), *page);
    Paged<Run> runs{{}, std::move(found.next_page_token)};
    for (auto& info : found.items) runs.items.push_back(load_run(database, std::move(info)));
    return runs;
  });
}

Outcome<Paged<Metric>> Runs::history(const HistoryQuery& query) {
  const auto most = query.max_results.value_or(INT64_MAX - 1);
  if (auto good = check_max_results(most, INT64_MAX - 1); !good) return tl::unexpected(good.error());
  std::optional<HistoryPlace> after;
  if (!query.page_token.empty()) {
    const auto place = read_history_token(query.page_token);
    if (!place) return tl::unexpected(place.error());
    after = *place;
  }
  return store_.read([&](Database& database) -> Outcome<Paged<Metric>> {
    const auto run = find_run(database, query.run_id);
    if (!run) return Paged<Metric>{};
    auto points =
        metric_history(database, run->key, query.key, most + 1, after);  // one more shows that there is more
    const bool has_more = points.size() > static_cast<std::size_t>(most);
    if (has_more) points.pop_back();
    auto next = has_more ? history_token(place_of(points.back())) : std::string();
    return Paged<Metric>{std::move(points), std::move(next)};
  });
}

Outcome<std::vector<Metric>> Runs::sampled_history(const SampledHistoryQuery& query) {
  if (auto good = check(query); !good) return tl::unexpected(good.error());
  const StepRange range{query.start_step.value_or(INT64_MIN), query.end_step.value_or(INT64_MAX)};
  return store_.read([&](Database& database) -> Outcome<std::vector<Metric>> {
    std::vector<Metric> metrics;
    for (const auto& run_id : query.run_ids) {
      const auto run = find_run(database, run_id);
      if (!run) continue;
      auto points = sampled_metric(database, *run, query.key, range, query.max_results);
      std::move(points.begin(), points.end(), std::back_inserter(metrics));
    }
    return metrics;
  });
}

Outcome<std::vector<Metric>> Runs::bulk_history(const BulkHistoryQuery& query) {
  if (auto good = check(query); !good) return tl::unexpected(good.error());
  const std::set<std::string> run_ids(query.run_ids.begin(), query.run_ids.end());
  auto left = std::min<std::int64_t>(query.max_results, 25'000);
  return store_.read([&](Database& database) -> Outcome<std::vector<Metric>> {
    std::vector<Metric> metrics;
    for (const auto& run_id : run_ids) {
      const auto run = find_run(database, run_id);
      if (!run || left == 0) continue;
      for (auto& point : metric_history(database, run->key, query.key, left)) {
        point.run_id = run_id;
        metrics.push_back(std::move(point));
        --left;
      }
    }
    return metrics;
  });
}

}  // namespace shohin
