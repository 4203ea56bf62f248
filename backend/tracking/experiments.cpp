#include "tracking/experiments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "store/experiment_rows.h"
#include "store/search_parser.h"
#include "text/ascii.h"
#include "tracking/artifact_path.h"
#include "tracking/names.h"

namespace shohin {
namespace {

using Type = SearchAttribute::Type;

constexpr std::array<SearchAttribute, 4> kExperimentAttributes = {
    {{"name", "name", Type::kText},
     {"experiment_id", "experiment_id", Type::kIdentity},
     {"creation_time", "creation_time", Type::kNumber},
     {"last_update_time", "last_update_time", Type::kNumber}}};
constexpr std::array<std::string_view, 4> kExperimentSortKeys = {"name", "experiment_id", "creation_time",
                                                                 "last_update_time"};

// A location outside of every experiment's own folder, which is its number.
Outcome<void> check_location(const std::string& location) {
  const auto path = path_of_uri(location);
  if (!path) return tl::unexpected(path.error());
  const auto folder = std::string_view(*path).substr(0, path->find('/'));
  if (is_digits(folder)) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "artifact_location lies in the folder of another experiment. Leave it out.");
  }
  return {};
}

Outcome<void> check_tag(const KeyValue& tag) {
  if (auto good = check_key("tag", tag.key); !good) return good;
  return check_length("The value of tag '" + tag.key + "'", tag.value, kExperimentTagCharacters);
}

Outcome<void> check(const NewExperiment& experiment) {
  if (auto good = check_experiment_name(experiment.name); !good) return good;
  for (const auto& tag : experiment.tags) {
    if (auto good = check_tag(tag); !good) return good;
  }
  const auto& location = experiment.artifact_location;
  return location && !location->empty() ? check_location(*location) : Outcome<void>{};
}

tl::unexpected<Error> refuse_taken(ErrorCode code, const Experiment& holder) {
  return refuse(
      code, "Experiment '" + holder.name + "' already exists" +
                (holder.is_deleted ? " in deleted state. You can restore it, or choose another name." : "."));
}

// What experiment_id is compared with.
Outcome<void> check_ids(const std::vector<SearchClause>& clauses) {
  for (const auto& clause : clauses) {
    if (clause.field != SearchField::kAttribute || clause.key != "experiment_id") continue;
    auto ids = clause.texts;
    if (ids.empty()) ids.push_back(clause.text);
    for (const auto& id : ids) {
      if (const auto number = read_experiment_id(id); !number) return tl::unexpected(number.error());
    }
  }
  return {};
}

}  // namespace

Outcome<std::int64_t> read_experiment_id(std::string_view id) {
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size()) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "Invalid experiment_id '" + cut(std::string(id), 100) + "': a whole number is expected.");
  }
  return number;
}

Outcome<std::vector<std::int64_t>> read_experiment_ids(const std::vector<std::string>& texts) {
  if (texts.size() > kMostExperiments) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "A search goes through at most " + std::to_string(kMostExperiments) + " experiment_ids.");
  }
  std::vector<std::int64_t> ids;
  for (const auto& text : texts) {
    const auto id = read_experiment_id(text);
    if (!id) return tl::unexpected(id.error());
    ids.push_back(*id);
  }
  return ids;
}

Outcome<Experiment> require_experiment(Database& database, std::int64_t id) {
  auto experiment = find_experiment(database, id);
  if (experiment) return std::move(*experiment);
  return refuse(ErrorCode::kResourceDoesNotExist, "No Experiment with id=" + std::to_string(id) + " exists");
}

Outcome<Experiment> writable_experiment(Database& database, std::int64_t id) {
  auto experiment = require_experiment(database, id);
  if (experiment && experiment->is_deleted) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "The experiment " + std::to_string(id) +
                      " must be in the 'active' state. It is deleted: restore it first.");
  }
  return experiment;
}

Outcome<std::int64_t> Experiments::create(const NewExperiment& experiment) {
  if (auto good = check(experiment); !good) return tl::unexpected(good.error());
  const auto now = clock_();
  const Experiment row{0,   experiment.name, experiment.artifact_location.value_or(""), false, now,
                       now, experiment.tags};
  return store_.write([&](Database& database) -> Outcome<std::int64_t> {
    if (const auto holder = find_experiment(database, row.name)) {
      return refuse_taken(ErrorCode::kResourceAlreadyExists, *holder);
    }
    return insert_experiment(database, row);
  });
}

Outcome<Experiment> Experiments::get(const std::string& id) {
  const auto number = read_experiment_id(id);
  if (!number) return tl::unexpected(number.error());
  return store_.read([&](Database& database) { return require_experiment(database, *number); });
}

Outcome<Experiment> Experiments::get_by_name(const std::string& name) {
  return store_.read([&](Database& database) -> Outcome<Experiment> {
    auto experiment = find_experiment(database, name);
    if (experiment) return std::move(*experiment);
    return refuse(ErrorCode::kResourceDoesNotExist,
                  "Could not find experiment with name '" + cut(name, 500) + "'");
  });
}

Outcome<Paged<Experiment>> Experiments::search(const ExperimentSearch& search) {
  const SearchGrammar grammar{
      .attributes = kExperimentAttributes, .sort_keys = kExperimentSortKeys, .sorts_twice = true};
  const auto page = read_page(search.max_results, search.page_token, 50'000);
  if (!page) return tl::unexpected(page.error());
  const auto clauses = parse_filter(search.filter, grammar);
  if (!clauses) return tl::unexpected(clauses.error());
  if (auto good = check_ids(*clauses); !good) return tl::unexpected(good.error());
  const auto order = parse_order_by(search.order_by, grammar);
  if (!order) return tl::unexpected(order.error());
  return store_.read([&](Database& database) -> Outcome<Paged<Experiment>> {
    return paged(search_experiments(database, *clauses, *order, search.view, one_more(*page)), *page);
  });
}

Outcome<std::vector<DatasetSummary>> Experiments::datasets_of(const std::vector<std::string>& ids) {
  if (ids.empty() || ids.size() > 20) {
    return refuse(ErrorCode::kInvalidParameterValue, "experiment_ids must be 1 to 20 experiment ids.");
  }
  const auto numbers = read_experiment_ids(ids);
  if (!numbers) return tl::unexpected(numbers.error());
  return store_.read([&](Database& database) -> Outcome<std::vector<DatasetSummary>> {
    return dataset_summaries(database, *numbers, 1000);
  });
}

Outcome<void> Experiments::rename(const std::string& id, const std::string& name) {
  const auto number = read_experiment_id(id);
  if (!number) return tl::unexpected(number.error());
  if (auto good = check_experiment_name(name); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto experiment = writable_experiment(database, *number);
    if (!experiment) return tl::unexpected(experiment.error());
    const auto holder = find_experiment(database, name);
    if (holder && holder->id != *number) return refuse_taken(ErrorCode::kBadRequest, *holder);
    rename_experiment(database, *number, name, clock_());
    return {};
  });
}

Outcome<void> Experiments::remove(const std::string& id) {
  const auto number = read_experiment_id(id);
  if (!number) return tl::unexpected(number.error());
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto experiment = require_experiment(database, *number);
    if (!experiment) return tl::unexpected(experiment.error());
    if (experiment->is_deleted) {
      return refuse(ErrorCode::kResourceDoesNotExist, "No active Experiment with id=" + id + " exists");
    }
    set_experiment_deleted(database, *number, true, clock_());
    return {};
  });
}

Outcome<void> Experiments::restore(const std::string& id) {
  const auto number = read_experiment_id(id);
  if (!number) return tl::unexpected(number.error());
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto experiment = require_experiment(database, *number);
    if (!experiment) return tl::unexpected(experiment.error());
    if (!experiment->is_deleted) {
      return refuse(ErrorCode::kResourceDoesNotExist, "No deleted Experiment with id=" + id + " exists");
    }
    set_experiment_deleted(database, *number, false, clock_());
    return {};
  });
}

Outcome<void> Experiments::set_tag(const std::string& id, const KeyValue& tag) {
  const auto number = read_experiment_id(id);
  if (!number) return tl::unexpected(number.error());
  if (auto good = check_tag(tag); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto experiment = writable_experiment(database, *number);
    if (!experiment) return tl::unexpected(experiment.error());
    set_experiment_tag(database, *number, tag);
    return {};
  });
}

Outcome<void> Experiments::delete_tag(const std::string& id, const std::string& key) {
  const auto number = read_experiment_id(id);
  if (!number) return tl::unexpected(number.error());
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto experiment = writable_experiment(database, *number);
    if (!experiment) return tl::unexpected(experiment.error());
    if (delete_experiment_tag(database, *number, key)) return {};
    return refuse(ErrorCode::kResourceDoesNotExist,
                  "No tag with name: " + cut(key, 250) + " in experiment with id " + id);
  });
}

}  // namespace shohin
