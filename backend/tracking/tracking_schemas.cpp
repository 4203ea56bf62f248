// The shapes of what tracking_json.cpp writes.
#include "mlflow/json_text.h"
#include "tracking/tracking_json.h"

namespace shohin {
namespace {

Field tag_list(std::string name) { return maybe(list(std::move(name), key_value_schema())); }

Field any_integer(std::string name) { return integer(std::move(name), INT64_MIN, INT64_MAX); }

Field life() { return choice("lifecycle_stage", {"active", "deleted"}); }

Field dataset_input_schema() {
  return object("", {tag_list("tags"),
                     object("dataset", {text("name"), text("digest"), text("source_type"), text("source"),
                                        maybe(text("schema")), maybe(text("profile"))})});
}

}  // namespace

Field experiment_schema() {
  return component("Experiment", object("", {text("experiment_id"), text("name"), text("artifact_location"),
                                             life(), integer("last_update_time"), integer("creation_time"),
                                             tag_list("tags"), text("workspace")}));
}

Field run_info_schema() {
  return component("RunInfo",
                   object("", {text("run_uuid"), text("experiment_id"), text("run_name"), text("user_id"),
                               choice("status", {"RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"}),
                               maybe(any_integer("start_time")), maybe(any_integer("end_time")),
                               text("artifact_uri"), life(), text("run_id")}));
}

Field metric_schema() {
  return component("Metric", object("", {text("key"),
                                         {.name = "value", .type = FieldType::kMlflowNumber},
                                         integer("timestamp"),
                                         any_integer("step"),
                                         maybe(text("dataset_name")),
                                         maybe(text("dataset_digest")),
                                         maybe(text("model_id")),
                                         maybe(text("run_id"))}));
}

Field run_schema() {
  const auto data =
      object("data", {maybe(list("metrics", metric_schema())), tag_list("params"), tag_list("tags")});
  const auto inputs = object("inputs", {maybe(list("dataset_inputs", dataset_input_schema())),
                                        maybe(list("model_inputs", object("", {text("model_id")})))});
  const auto output = object("", {text("model_id"), any_integer("step")});
  return component("Run", object("", {named("info", run_info_schema()), data, inputs,
                                      object("outputs", {maybe(list("model_outputs", output))})}));
}

Field logged_model_schema() {
  const auto info =
      object("info", {text("model_id"), text("experiment_id"), text("name"), integer("creation_timestamp_ms"),
                      integer("last_updated_timestamp_ms"), text("artifact_uri"),
                      choice("status", {"LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING",
                                        "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"}),
                      text("model_type"), text("source_run_id"), tag_list("tags")});
  const auto data = object("data", {tag_list("params"), maybe(list("metrics", metric_schema()))});
  return component("LoggedModel", object("", {info, data}));
}

Field artifact_entry_schema() {
  return component("Artifact", object("", {text("path"), flag("is_dir"), maybe(integer("file_size"))}));
}

}  // namespace shohin
