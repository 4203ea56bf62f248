#include <algorithm>
#include <utility>

#include "receive.h"
#include "wording.h"

namespace shohin {
namespace {

ModelVersion read_version(const Json& version) {
  ModelVersion out{.name = version["name"].as_string(),
                   .version = version["version"].as_string(),
                   .run_id = version["run_id"].as_string(),
                   .model_id = version["model_id"].as_string(),
                   .created_ms = version["creation_timestamp"].as_number(),
                   .aliases = {}};
  for (const Json& alias : version["aliases"].as_array()) out.aliases.push_back(alias.as_string());
  return out;
}

// Aliases come with the registered model; a version of the list may or may not repeat them.
void add_aliases(RegisteredModel& model, const Json& aliases) {
  for (const Json& alias : aliases.as_array())
    for (ModelVersion& version : model.versions)
      if (version.version == alias["version"].as_string() && !version.has_alias(alias["alias"].as_string()))
        version.aliases.push_back(alias["alias"].as_string());
}

void take_models(ModelsState& models, const Json& message) {
  const std::string shown =
      models.shown < models.models.size() ? models.models[models.shown].name : std::string();
  models.loading = false;
  models.models.clear();
  for (const Json& model : message["models"].as_array()) {
    RegisteredModel out{.name = model["name"].as_string(), .versions = {}};
    for (const Json& version : message["versions"].as_array())
      if (version["name"].as_string() == out.name) out.versions.push_back(read_version(version));
    add_aliases(out, model["aliases"]);
    std::sort(out.versions.begin(), out.versions.end(), [](const ModelVersion& a, const ModelVersion& b) {
      return std::stoul(a.version) > std::stoul(b.version);
    });
    models.models.push_back(std::move(out));
  }
  const auto same = [&shown](const RegisteredModel& model) { return model.name == shown; };
  const auto found = std::find_if(models.models.begin(), models.models.end(), same);
  models.shown = found == models.models.end() ? 0 : static_cast<std::size_t>(found - models.models.begin());
}

void show_model(ModelsState& models, const std::string& name) {
  for (std::size_t i = 0; i < models.models.size(); ++i)
    if (models.models[i].name == name) models.shown = i;
}

void remember_before(ModelsState& models, const std::string& name, const std::string& version) {
  for (auto& [model, before] : models.before)
    if (model == name) {
      before = version;
      return;
    }
  models.before.emplace_back(name, version);
}

}  // namespace

bool ModelVersion::has_alias(const std::string& alias) const {
  return std::find(aliases.begin(), aliases.end(), alias) != aliases.end();
}

const ModelVersion* RegisteredModel::production() const {
  for (const ModelVersion& version : versions)
    if (version.has_alias("production")) return &version;
  return nullptr;
}

bool receive_models(StudioState& state, Requests& requests, const std::string& what, const Json& message) {
  ModelsState& models = state.models;
  const Texts& texts = texts_of(state.language);
  const std::string& name = message["name"].as_string();
  const std::string& version = message["version"].as_string();
  if (what == "models") return take_models(models, message), show_model(models, models.register_name), true;
  if (what == "models_failed") {
    models.loading = models.busy = false;
    models.problem = message["problem"].as_string();
    return true;
  }
  if (what == "registered" || what == "promoted") {
    models.busy = false;
    models.problem.clear();
    models.register_name = name;
    models.notice = fill(what == "registered" ? texts.registered : texts.promoted,
                         {{"name", name}, {"version", version}});
    if (what == "promoted" && !message["before"].as_string().empty())
      remember_before(models, name, message["before"].as_string());
    requests.ask("list_models");
    return true;
  }
  return false;
}

}  // namespace shohin
