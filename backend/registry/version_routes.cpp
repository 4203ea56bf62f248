#include <algorithm>

#include "mlflow/json_text.h"
#include "mlflow/page_json.h"
#include "registry/registry_json.h"
#include "registry/routes.h"
#include "tracking/artifact_response.h"

namespace shohin {
namespace {

Outcome<std::string> answer(const Outcome<ModelVersion>& version) {
  if (!version) return tl::unexpected(version.error());
  return JsonText().json("model_version", version_json(*version)).str();
}

VersionName read_version(const Message& message) {
  return {message.required_text("name"), message.required_text("version")};
}

// Whoever overrides a gate may promote.
Outcome<void> check_override(const MlflowCall& call, const std::vector<KeyValue>& tags) {
  const bool overrides =
      std::any_of(tags.begin(), tags.end(), [](const KeyValue& tag) { return tag.key == kOverrideTag; });
  if (!overrides || call.scopes.allow(Scope::kPromote)) return {};
  return refuse(ErrorCode::kPermissionDenied,
                "The tag " + std::string(kOverrideTag) +
                    " overrides the gate: a token needs the scope promote for it.");
}

void add_reading(MlflowRoutes& routes, RegistryService& registry) {
  routes.get("/model-versions/get", {"Tell about a version", {version_schema("model_version")}},
             [&registry](const MlflowCall& call) {
               const auto version = read_version(call.message);
               return call.then([&] { return answer(registry.get_version(version)); });
             });
  routes.get("/model-versions/get-download-uri", {"Tell where a version's files lie", {text("artifact_uri")}},
             [&registry](const MlflowCall& call) {
               const auto version = read_version(call.message);
               return call.then([&]() -> Outcome<std::string> {
                 const auto uri = registry.download_uri(version);
                 if (!uri) return tl::unexpected(uri.error());
                 return JsonText().text("artifact_uri", *uri).str();
               });
             });
  routes.get("/model-versions/search",
             {"Search versions",
              {maybe(list("model_versions", version_schema(""))), maybe(text("next_page_token"))}},
             [&registry](const MlflowCall& call) {
               const auto query = read_registry_query(call.message, 10'000);
               return call.then([&] {
                 return page_json("model_versions", registry.search_versions(query), version_json);
               });
             });
}

void add_changes(MlflowRoutes& routes, RegistryService& registry) {
  routes.post("/model-versions/create", {"Register a version", {version_schema("model_version")}},
              [&registry](const MlflowCall& call) {
                const auto& message = call.message;
                const NewVersion version{
                    message.required_text("name"),     message.required_text("source"),
                    message.text_or_empty("run_id"),   message.text_or_empty("model_id"),
                    message.text_or_empty("run_link"), message.text_or_empty("description"),
                    message.key_values("tags")};
                return call.then([&]() -> Outcome<std::string> {
                  if (auto may = check_override(call, version.tags); !may) return tl::unexpected(may.error());
                  return answer(registry.create_version(version));
                });
              });
  routes.patch("/model-versions/update", {"Describe a version", {version_schema("model_version")}},
               [&registry](const MlflowCall& call) {
                 const auto version = read_version(call.message);
                 const auto description = call.message.text_or_empty("description");
                 return call.then([&] { return answer(registry.describe_version(version, description)); });
               });
  routes.post(
      "/model-versions/transition-stage", {"Move a version to a stage", {version_schema("model_version")}},
      [&registry](const MlflowCall& call) {
        const auto version = read_version(call.message);
        const Transition to{call.message.required_text("stage"),
                            call.message.flag("archive_existing_versions").value_or(false)};
        return call.then([&] { return answer(registry.transition(version, to, {.actor = call.actor})); });
      });
  routes.remove("/model-versions/delete", {"Delete a version"}, [&registry](const MlflowCall& call) {
    const auto version = read_version(call.message);
    return call.then([&] { return empty_answer(registry.delete_version(version, call.actor)); });
  });
}

void add_tags(MlflowRoutes& routes, RegistryService& registry) {
  routes.post("/model-versions/set-tag", {"Set a tag of a version"}, [&registry](const MlflowCall& call) {
    const auto version = read_version(call.message);
    const KeyValue tag{call.message.required_text("key"), call.message.text_or_empty("value")};
    return call.then([&]() -> Outcome<std::string> {
      if (auto may = check_override(call, {tag}); !may) return tl::unexpected(may.error());
      return empty_answer(registry.set_version_tag(version, tag));
    });
  });
  routes.remove("/model-versions/delete-tag", {"Remove a tag of a version"},
                [&registry](const MlflowCall& call) {
                  const auto version = read_version(call.message);
                  const auto key = call.message.required_text("key");
                  return call.then([&] { return empty_answer(registry.delete_version_tag(version, key)); });
                });
}

// For MLflow's own web pages.
void add_files(MlflowRoutes& routes, RegistryService& registry) {
  routes.add_plain(
      Route(Method::kGet, "/model-versions/get-artifact", Role::kViewer, Accepts::kNoBody,
            [&registry](const Request& request) -> Outcome<Response> {
              const auto text = [&](std::string_view name) {
                return std::string(request.query_value(name).value_or(""));
              };
              const auto file = registry.artifact_of({text("name"), text("version")}, text("path"));
              if (!file) return tl::unexpected(file.error());
              return artifact_response(*file);
            },
            {.summary = "Download an artifact of a version",
             .query = {text("name"), text("version"), text("path")},
             .answer = file_answer("*/*"),
             .errors = {404}}));
}

}  // namespace

void add_version_routes(MlflowRoutes& routes, RegistryService& registry) {
  add_reading(routes, registry);
  add_changes(routes, registry);
  add_tags(routes, registry);
  add_files(routes, registry);
}

}  // namespace shohin
