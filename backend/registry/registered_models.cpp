// Registered models and their tags.
#include <array>

#include "registry/registry_names.h"
#include "registry/registry_service.h"
#include "store/registry_rows.h"
#include "store/search_parser.h"
#include "tracking/names.h"

namespace shohin {
namespace {

using Type = SearchAttribute::Type;

constexpr std::array<SearchAttribute, 3> kModelAttributes = {
    {{"name", "name", Type::kTextOrList},
     {"timestamp", "last_updated_timestamp", Type::kSortOnly},
     {"last_updated_timestamp", "last_updated_timestamp", Type::kSortOnly}}};
constexpr std::array<std::string_view, 2> kModelSortKeys = {"name", "last_updated_timestamp"};
constexpr SearchGrammar kModelGrammar{
    .attributes = kModelAttributes, .sort_keys = kModelSortKeys, .has_missing_tags = false};

tl::unexpected<Error> refuse_taken(const std::string& name) {
  return refuse(ErrorCode::kResourceAlreadyExists, "Registered Model (name=" + name + ") already exists.");
}

}  // namespace

Outcome<RegisteredModel> require_model(Database& database, const std::string& name) {
  auto model = find_registered_model(database, name);
  if (model) return std::move(*model);
  if (auto good = check_model_name_form(name); !good) return tl::unexpected(good.error());
  return refuse(ErrorCode::kResourceDoesNotExist,
                "Registered Model with name=" + cut(name, 256) + " not found");
}

Outcome<RegisteredModel> RegistryService::create_model(const NewRegisteredModel& given) {
  if (auto good = check_model_name(given.name); !good) return tl::unexpected(good.error());
  for (const auto& tag : given.tags) {
    if (auto good = check_registry_tag(tag); !good) return tl::unexpected(good.error());
  }
  return store_.write([&](Database& database) -> Outcome<RegisteredModel> {
    if (find_registered_model(database, given.name)) return refuse_taken(given.name);
    const auto now = clock_();
    insert_registered_model(database, {0, given.name, given.description, now, now, given.tags, {}, {}});
    return require_model(database, given.name);
  });
}

Outcome<RegisteredModel> RegistryService::get_model(const std::string& name) {
  return store_.read([&](Database& database) { return require_model(database, name); });
}

Outcome<Paged<RegisteredModel>> RegistryService::search_models(const RegistryQuery& query) {
  const auto page = read_page(query.max_results, query.page_token, 1000);
  if (!page) return tl::unexpected(page.error());
  const auto clauses = parse_filter(query.filter, kModelGrammar);
  if (!clauses) return tl::unexpected(clauses.error());
  const auto order = parse_order_by(query.order_by, kModelGrammar);
  if (!order) return tl::unexpected(order.error());
  return store_.read([&](Database& database) -> Outcome<Paged<RegisteredModel>> {
    return paged(search_registered_models(database, *clauses, *order, one_more(*page)), *page);
  });
}

Outcome<RegisteredModel> RegistryService::describe_model(const std::string& name,
                                                         const std::optional<std::string>& description) {
  return store_.write([&](Database& database) -> Outcome<RegisteredModel> {
    auto model = require_model(database, name);
    if (!model) return model;
    model->description = description;
    model->last_update_time = clock_();
    update_registered_model(database, *model);
    return model;
  });
}

Outcome<RegisteredModel> RegistryService::rename_model(const std::string& name, const std::string& new_name) {
  if (auto good = check_model_name(new_name); !good) return tl::unexpected(good.error());
  const std::lock_guard lock(promotion_);
  auto renamed = store_.write([&](Database& database) -> Outcome<RegisteredModel> {
    auto model = require_model(database, name);
    if (!model) return model;
    if (name != new_name && find_registered_model(database, new_name)) return refuse_taken(new_name);
    model->name = new_name;
    model->last_update_time = clock_();
    update_registered_model(database, *model);
    return require_model(database, new_name);
  });
  if (!renamed || !served_.find(name) || name == new_name) return renamed;
  for (const auto& alias : renamed->aliases) {
    if (alias.alias != kProductionAlias) continue;
    const auto version = store_.read([&](Database& database) {
      return require_version(database, {new_name, std::to_string(alias.version)});
    });
    auto model = version ? load_version(*version) : Outcome<Served>(nullptr);
    if (model) serve(new_name, std::move(*model));
  }
  served_.withdraw(name);  // at last, so that one of both names answers all the time
  return renamed;
}

Outcome<void> RegistryService::set_model_tag(const std::string& name, const KeyValue& tag) {
  if (auto good = check_registry_tag(tag); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto model = require_model(database, name);
    if (!model) return tl::unexpected(model.error());
    set_registered_model_tag(database, model->key, tag);
    return {};
  });
}

Outcome<void> RegistryService::delete_model_tag(const std::string& name, const std::string& key) {
  if (auto good = check_key("tag", key); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto model = require_model(database, name);
    if (!model) return tl::unexpected(model.error());
    delete_registered_model_tag(database, model->key, key);
    return {};
  });
}

}  // namespace shohin
