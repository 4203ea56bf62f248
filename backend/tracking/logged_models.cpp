#include "tracking/logged_models.h"

#include <array>
#include <set>

#include "mlflow/random_id.h"
#include "store/experiment_rows.h"
#include "store/search_parser.h"
#include "tracking/experiments.h"
#include "tracking/names.h"

namespace shohin {
namespace {

using Type = SearchAttribute::Type;

constexpr std::array<SearchAttribute, 11> kLoggedModelAttributes = {
    {{"name", "name", Type::kTextOrList},
     {"model_id", "model_id", Type::kTextOrList},
     {"model_type", "model_type", Type::kTextOrList},
     {"status", "status", Type::kTextOrList},
     {"source_run_id", "source_run_id", Type::kTextOrList},
     {"creation_timestamp", "creation_timestamp", Type::kNumber},
     {"creation_timestamp_ms", "creation_timestamp", Type::kNumber},
     {"creation_time", "creation_timestamp", Type::kNumber},
     {"last_updated_timestamp", "last_updated_timestamp", Type::kNumber},
     {"last_updated_timestamp_ms", "last_updated_timestamp", Type::kNumber},
     {"last_updated_time", "last_updated_timestamp", Type::kNumber}}};
constexpr std::array<std::string_view, 7> kLoggedModelSortKeys = {"name",
                                                                  "model_id",
                                                                  "model_type",
                                                                  "status",
                                                                  "source_run_id",
                                                                  "creation_timestamp",
                                                                  "last_updated_timestamp"};
constexpr SearchGrammar kLoggedModelGrammar{.attributes = kLoggedModelAttributes,
                                            .sort_keys = kLoggedModelSortKeys,
                                            .has_metrics = true,
                                            .has_params = true,
                                            .has_bare_texts = true,
                                            .has_lists_of_keys = true};

// Each of 100 clauses binds every data set.
constexpr std::size_t kMostDatasets = 50, kMostSorts = 100;

// Those that a model is made with may have any key, once.
Outcome<void> check_first_pairs(std::string_view what, const std::vector<KeyValue>& pairs) {
  std::set<std::string_view> seen;
  for (const auto& pair : pairs) {
    if (auto good = check_any_key(what, pair.key); !good) return good;
    if (!seen.insert(pair.key).second) {
      return refuse(ErrorCode::kInvalidParameterValue,
                    "The " + std::string(what) + " '" + pair.key + "' is given twice.");
    }
  }
  return {};
}

Outcome<void> check_pairs(std::string_view what, const std::vector<KeyValue>& pairs) {
  for (const auto& pair : pairs) {
    if (auto good = check_key(what, pair.key); !good) return good;
  }
  return {};
}

Outcome<LoggedModel> require_model(Database& database, const std::string& model_id) {
  auto model = find_logged_model(database, model_id);
  if (model && !model->is_deleted) return std::move(*model);
  return refuse(ErrorCode::kResourceDoesNotExist,
                "Logged model with ID '" + cut(model_id, 100) + "' not found.");
}

Outcome<std::vector<LoggedModelOrder>> read_order(const std::vector<LoggedModelSort>& sorts) {
  std::vector<LoggedModelOrder> order;
  for (const auto& sort : sorts) {
    auto keys = parse_order_by(std::span(&sort.field_name, 1), kLoggedModelGrammar);
    if (!keys) return tl::unexpected(keys.error());
    keys->front().ascending = sort.ascending;
    if (keys->front().field != SearchField::kMetric && keys->front().field != SearchField::kAttribute) {
      return refuse(ErrorCode::kInvalidParameterValue,
                    "order_by '" + cut(sort.field_name, 100) + "' is neither an attribute nor a metric.");
    }
    order.push_back({keys->front(), sort.dataset_name, sort.dataset_digest});
  }
  return order;
}

}  // namespace

Outcome<LoggedModel> LoggedModels::create(const NewLoggedModel& given) {
  const auto experiment_id = read_experiment_id(given.experiment_id);
  if (!experiment_id) return tl::unexpected(experiment_id.error());
  LoggedModel model;
  model.model_id = "m-" + random_id();
  model.experiment_id = *experiment_id;
  model.name = given.name.empty() ? random_name() : given.name;
  model.model_type = given.model_type;
  model.source_run_id = given.source_run_id;
  model.creation_time = model.last_update_time = clock_();
  model.params = given.params;
  model.tags = given.tags;
  for (auto& param : model.params) param.value = cut(std::move(param.value), kParamCharacters);
  for (auto& tag : model.tags) tag.value = cut(std::move(tag.value), kRunTagCharacters);
  if (auto good = check_logged_model_name(model.name); !good) return tl::unexpected(good.error());
  if (auto good = check_first_pairs("parameter", model.params); !good) return tl::unexpected(good.error());
  if (auto good = check_first_pairs("tag", model.tags); !good) return tl::unexpected(good.error());
  return store_.write([&](Database& database) -> Outcome<LoggedModel> {
    const auto experiment = writable_experiment(database, *experiment_id);
    if (!experiment) return tl::unexpected(experiment.error());
    model.artifact_uri = experiment->artifact_location + "/models/" + model.model_id + "/artifacts";
    insert_logged_model(database, model);
    return model;
  });
}

Outcome<LoggedModel> LoggedModels::get(const std::string& model_id) {
  return store_.read([&](Database& database) { return require_model(database, model_id); });
}

Outcome<LoggedModel> LoggedModels::set_status(const std::string& model_id, ModelStatus status) {
  return store_.write([&](Database& database) -> Outcome<LoggedModel> {
    if (auto model = require_model(database, model_id); !model) return model;
    set_logged_model_status(database, model_id, status, clock_());
    return require_model(database, model_id);
  });
}

Outcome<Paged<LoggedModel>> LoggedModels::search(const LoggedModelQuery& query) {
  const auto page = read_page(query.max_results, query.page_token, 50'000);
  if (!page) return tl::unexpected(page.error());
  if (query.datasets.size() > kMostDatasets || query.order_by.size() > kMostSorts) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "A search of logged models takes at most 50 datasets and 100 keys in order_by.");
  }
  auto ids = read_experiment_ids(query.experiment_ids);
  if (!ids) return tl::unexpected(ids.error());
  LoggedModelSearch search{std::move(*ids), {}, query.datasets, {}, one_more(*page)};
  auto clauses = parse_filter(query.filter, kLoggedModelGrammar);
  if (!clauses) return tl::unexpected(clauses.error());
  search.clauses = std::move(*clauses);
  auto order = read_order(query.order_by);
  if (!order) return tl::unexpected(order.error());
  search.order = std::move(*order);
  if (search.experiment_ids.empty()) return Paged<LoggedModel>{};
  return store_.read([&](Database& database) -> Outcome<Paged<LoggedModel>> {
    return paged(search_logged_models(database, search), *page);
  });
}

Outcome<void> LoggedModels::set_tags(const std::string& model_id, const std::vector<KeyValue>& tags) {
  if (auto good = check_pairs("tag", tags); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    if (auto model = require_model(database, model_id); !model) return tl::unexpected(model.error());
    for (const auto& tag : tags) {
      set_logged_model_tag(database, model_id, {tag.key, cut(tag.value, kRunTagCharacters)});
    }
    return {};
  });
}

Outcome<void> LoggedModels::delete_tag(const std::string& model_id, const std::string& key) {
  return store_.write([&](Database& database) -> Outcome<void> {
    if (auto model = require_model(database, model_id); !model) return tl::unexpected(model.error());
    if (delete_logged_model_tag(database, model_id, key)) return {};
    return refuse(ErrorCode::kResourceDoesNotExist,
                  "No tag with key '" + cut(key, 250) + "' in logged model '" + model_id + "'.");
  });
}

Outcome<void> LoggedModels::log_params(const std::string& model_id, const std::vector<KeyValue>& params) {
  if (auto good = check_pairs("parameter", params); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    if (auto model = require_model(database, model_id); !model) return tl::unexpected(model.error());
    for (const auto& param : params) {
      if (!insert_logged_model_param(database, model_id, {param.key, cut(param.value, kParamCharacters)})) {
        return refuse(ErrorCode::kBadRequest,
                      "The logged model has the parameter '" + param.key + "' already.");
      }
    }
    return {};
  });
}

Outcome<void> LoggedModels::remove(const std::string& model_id) {
  return store_.write([&](Database& database) -> Outcome<void> {
    if (!find_logged_model(database, model_id)) {
      return refuse(ErrorCode::kResourceDoesNotExist,
                    "Logged model with ID '" + cut(model_id, 100) + "' not found.");
    }
    set_logged_model_deleted(database, model_id, clock_());
    return {};
  });
}

}  // namespace shohin
