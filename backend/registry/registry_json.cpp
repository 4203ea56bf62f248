#include "registry/registry_json.h"

#include "mlflow/json_text.h"
#include "registry/registry_service.h"

namespace shohin {

std::string version_json(const ModelVersion& version) {
  return JsonText()
      .text("name", version.name)
      .text("version", std::to_string(version.version))
      .integer("creation_timestamp", version.creation_time)
      .integer("last_updated_timestamp", version.last_update_time)
      .text("current_stage", stage_name(version.stage))
      .text("description", version.description)
      .text("source", version.source)
      .text("run_id", version.run_id)
      .text("status", std::string_view("READY"))
      .key_values("tags", version.tags)
      .text("run_link", version.run_link)
      .texts("aliases", version.aliases)
      .str();
}

std::string registered_model_json(const RegisteredModel& model) {
  const auto alias_json = [](const Alias& alias) {
    return JsonText().text("alias", alias.alias).text("version", std::to_string(alias.version)).str();
  };
  return JsonText()
      .text("name", model.name)
      .integer("creation_timestamp", model.creation_time)
      .integer("last_updated_timestamp", model.last_update_time)
      .text("description", model.description)
      .list("latest_versions", model.latest_versions, version_json)
      .key_values("tags", model.tags)
      .list("aliases", model.aliases, alias_json)
      .str();
}

Field version_schema(std::string name) {
  return component(
      "ModelVersion",
      object(std::move(name),
             {text("name"), text("version"), integer("creation_timestamp"), integer("last_updated_timestamp"),
              choice("current_stage", {"None", "Staging", "Production", "Archived"}), text("description"),
              text("source"), text("run_id"), choice("status", {"READY"}),
              maybe(list("tags", key_value_schema())), text("run_link"), maybe(list("aliases", text("")))}));
}

Field registered_model_schema(std::string name) {
  const auto alias = object("", {text("alias"), text("version")});
  return component(
      "RegisteredModel",
      object(std::move(name), {text("name"), integer("creation_timestamp"), integer("last_updated_timestamp"),
                               maybe(text("description")), maybe(list("latest_versions", version_schema(""))),
                               maybe(list("tags", key_value_schema())), maybe(list("aliases", alias))}));
}

}  // namespace shohin
