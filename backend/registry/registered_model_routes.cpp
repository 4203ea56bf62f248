#include "mlflow/json_text.h"
#include "mlflow/page_json.h"
#include "registry/registry_json.h"
#include "registry/routes.h"

namespace shohin {
namespace {

Outcome<std::string> answer(const Outcome<RegisteredModel>& model) {
  if (!model) return tl::unexpected(model.error());
  return JsonText().json("registered_model", registered_model_json(*model)).str();
}

MlflowHandler search(RegistryService& registry) {
  return [&registry](const MlflowCall& call) {
    const auto query = read_registry_query(call.message, 100);
    return call.then(
        [&] { return page_json("registered_models", registry.search_models(query), registered_model_json); });
  };
}

MlflowHandler latest(RegistryService& registry) {
  return [&registry](const MlflowCall& call) {
    const auto name = call.message.required_text("name");
    const auto stages = call.message.texts("stages");
    return call.then([&]() -> Outcome<std::string> {
      const auto versions = registry.latest_versions_of(name, stages);
      if (!versions) return tl::unexpected(versions.error());
      return JsonText().list("model_versions", *versions, version_json).str();
    });
  };
}

void add_life(MlflowRoutes& routes, RegistryService& registry) {
  routes.post(
      "/registered-models/create", {"Register a model", {registered_model_schema("registered_model")}},
      [&registry](const MlflowCall& call) {
        const NewRegisteredModel model{call.message.required_text("name"), call.message.text("description"),
                                       call.message.key_values("tags")};
        return call.then([&] { return answer(registry.create_model(model)); });
      });
  routes.get("/registered-models/get",
             {"Tell about a registered model", {registered_model_schema("registered_model")}},
             [&registry](const MlflowCall& call) {
               const auto name = call.message.required_text("name");
               return call.then([&] { return answer(registry.get_model(name)); });
             });
  routes.patch("/registered-models/update",
               {"Describe a registered model", {registered_model_schema("registered_model")}},
               [&registry](const MlflowCall& call) {
                 const auto name = call.message.required_text("name");
                 const auto description = call.message.text("description");
                 return call.then([&] { return answer(registry.describe_model(name, description)); });
               });
  routes.post("/registered-models/rename",
              {"Rename a registered model", {registered_model_schema("registered_model")}},
              [&registry](const MlflowCall& call) {
                const auto name = call.message.required_text("name");
                const auto new_name = call.message.required_text("new_name");
                return call.then([&] { return answer(registry.rename_model(name, new_name)); });
              });
  routes.remove("/registered-models/delete", {"Delete a registered model with its versions"},
                [&registry](const MlflowCall& call) {
                  const auto name = call.message.required_text("name");
                  return call.then([&] { return empty_answer(registry.delete_model(name, call.actor)); });
                });
}

void add_tags(MlflowRoutes& routes, RegistryService& registry) {
  routes.post("/registered-models/set-tag", {"Set a tag of a registered model"},
              [&registry](const MlflowCall& call) {
                const auto name = call.message.required_text("name");
                const KeyValue tag{call.message.required_text("key"), call.message.text_or_empty("value")};
                return call.then([&] { return empty_answer(registry.set_model_tag(name, tag)); });
              });
  routes.remove("/registered-models/delete-tag", {"Remove a tag of a registered model"},
                [&registry](const MlflowCall& call) {
                  const auto name = call.message.required_text("name");
                  const auto key = call.message.required_text("key");
                  return call.then([&] { return empty_answer(registry.delete_model_tag(name, key)); });
                });
}

void add_aliases(MlflowRoutes& routes, RegistryService& registry) {
  routes.post(
      "/registered-models/alias", {"Let an alias name a version"}, [&registry](const MlflowCall& call) {
        const VersionName version{call.message.required_text("name"), call.message.required_text("version")};
        const auto alias = call.message.required_text("alias");
        return call.then(
            [&] { return empty_answer(registry.set_alias(version, alias, {.actor = call.actor})); });
      });
  routes.get("/registered-models/alias",
             {"Find the version that an alias names", {version_schema("model_version")}},
             [&registry](const MlflowCall& call) {
               const auto name = call.message.required_text("name");
               const auto alias = call.message.required_text("alias");
               return call.then([&]() -> Outcome<std::string> {
                 const auto version = registry.get_by_alias(name, alias);
                 if (!version) return tl::unexpected(version.error());
                 return JsonText().json("model_version", version_json(*version)).str();
               });
             });
  routes.remove("/registered-models/alias", {"Remove an alias"}, [&registry](const MlflowCall& call) {
    const auto name = call.message.required_text("name");
    const auto alias = call.message.required_text("alias");
    return call.then([&] { return empty_answer(registry.delete_alias(name, alias, call.actor)); });
  });
}

}  // namespace

void add_registered_model_routes(MlflowRoutes& routes, RegistryService& registry) {
  add_life(routes, registry);
  add_tags(routes, registry);
  add_aliases(routes, registry);
  routes.get(
      "/registered-models/search",
      {"Search registered models",
       {maybe(list("registered_models", registered_model_schema(""))), maybe(text("next_page_token"))}},
      search(registry));
  routes.get(
      "/registered-models/list",
      {"List registered models, by the name of this route before MLflow 2",
       {maybe(list("registered_models", registered_model_schema(""))), maybe(text("next_page_token"))}},
      search(registry));  // its name before MLflow 2.0
  routes.search(
      "/registered-models/get-latest-versions",
      {"Tell the latest version of each stage", {maybe(list("model_versions", version_schema("")))}},
      latest(registry));
  routes.get("/registered-models/get-latest-versions",
             {"Tell the latest version of each stage, by a query",
              {maybe(list("model_versions", version_schema("")))}},
             latest(registry));
}

}  // namespace shohin
