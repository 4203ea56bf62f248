#include "openapi/tags.h"

#include <array>
#include <utility>

namespace shohin {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr std::array<Entry, 12> kTags = {{
    {"Models", "Model files, what they take, and scoring."},
    {"Open Inference Protocol", "Scoring as KServe and Triton have it."},
    {"Experiments", "MLflow's tracking."},
    {"Runs", "MLflow's tracking."},
    {"Logged models", "MLflow's tracking."},
    {"Artifacts", "Files of runs, models and versions, as MLflow has them."},
    {"Registered models", "MLflow's registry."},
    {"Gate", "What a version must pass before it serves, and the way back."},
    {"Data sets", "Data, where it came from and what became of it; a DVC remote."},
    {"Verification", "Training a run again, to see that its model comes out the same."},
    {"Accounts", "Users, sessions, API tokens and the audit log."},
    {"Operations", "Health, metrics, logs, backups."},
}};

// By the beginning of a pattern; the first that fits.
constexpr std::array<Entry, 28> kPlaces = {{
    {"/api/2.0/mlflow/experiments", "Experiments"},
    {"/ajax-api/2.0/mlflow/experiments", "Experiments"},
    {"/api/2.0/mlflow/runs", "Runs"},
    {"/api/2.0/mlflow/metrics", "Runs"},
    {"/ajax-api/2.0/mlflow/metrics", "Runs"},
    {"/api/2.0/mlflow/logged-models", "Logged models"},
    {"/api/2.0/mlflow/registered-models", "Registered models"},
    {"/api/2.0/mlflow/model-versions", "Registered models"},
    {"/api/2.0/mlflow/users", "Accounts"},
    {"/api/2.0/mlflow", "Artifacts"},
    {"/ajax-api/2.0/mlflow/upload-artifact", "Artifacts"},
    {"/get-artifact", "Artifacts"},
    {"/model-versions/get-artifact", "Artifacts"},
    {"/api/shohin/v1/session", "Accounts"},
    {"/api/shohin/v1/password", "Accounts"},
    {"/api/shohin/v1/users", "Accounts"},
    {"/api/shohin/v1/tokens", "Accounts"},
    {"/api/shohin/v1/audit", "Accounts"},
    {"/api/shohin/v1/dvc", "Data sets"},
    {"/api/shohin/v1/datasets", "Data sets"},
    {"/api/shohin/v1/contracts", "Data sets"},
    {"/api/shohin/v1/models", "Gate"},
    {"/api/shohin/v1/runs", "Verification"},
    {"/v2", "Open Inference Protocol"},
    {"/models", "Models"},
    {"/predict", "Models"},
    {"/batch", "Models"},
    {"/invocations", "Models"},
}};

}  // namespace

std::string_view tag_of(std::string_view pattern) {
  if (pattern == "/contract") return "Models";
  for (const auto& [beginning, tag] : kPlaces) {
    if (pattern.starts_with(beginning)) return tag;
  }
  return "Operations";
}

Json tags_json() {
  JsonArray tags;
  for (const auto& [name, description] : kTags)
    tags.emplace_back(JsonObject{{"name", name}, {"description", description}});
  return tags;
}

}  // namespace shohin
