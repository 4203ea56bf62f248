// Registered models, versions and aliases: the rules of MLflow over the store, and promotion.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlflow/clock.h"
#include "mlflow/page_token.h"
#include "registry/promotion_gate.h"
#include "serving/served_models.h"
#include "serving/version_file.h"
#include "store/promotion_rows.h"
#include "store/registry_records.h"
#include "store/store.h"
#include "tracking/artifacts.h"

namespace shohin {

struct NewRegisteredModel {
  std::string name;
  std::optional<std::string> description;
  std::vector<KeyValue> tags;
};

struct NewVersion {
  std::string name, source, run_id, model_id, run_link, description;
  std::vector<KeyValue> tags;
};

struct VersionName {
  std::string name, version;
};

struct RegistryQuery {
  std::string filter;
  std::vector<std::string> order_by;
  std::int64_t max_results = 100;
  std::string page_token;
};

struct Transition {
  std::string stage;  // None, Staging, Production or Archived, in any case
  bool archive_existing = false;
};

// What is not there fails with kResourceDoesNotExist, bad names and values with kInvalidParameterValue.
//
// The version that the alias `production` names is served: setting it, or moving a version to the stage
// Production, loads the model first. A version whose file is no model of ours is accepted and not served,
// unless its registered model is served now: then the promotion fails with kInvalidParameterValue, and what
// was served goes on. Alias and stage are kept in step: the version of the alias is in Production, the one
// that it leaves becomes Archived. A gate judges before that, unless the version is there already.
// Whatever changes which version is in production stands in the audit log.
class RegistryService {
 public:
  using Load =
      std::function<Outcome<std::shared_ptr<const ServedModel>>(ModelIdentity, const std::filesystem::path&)>;

  // The store and the served models outlive it.
  RegistryService(Store& store, ServedModels& served, Load load, Clock clock = system_time_ms)
      : store_(store), served_(served), load_(std::move(load)), clock_(std::move(clock)) {}

  // Sets up what stands before production; without it every version may enter. Before the first request.
  void guard(PromotionGate gate) { gate_ = std::move(gate); }

  // At start: serves every model that has the alias `production`. Gives what could not be loaded.
  std::vector<Error> restore_served_models();

  Outcome<RegisteredModel> create_model(const NewRegisteredModel& model);  // kResourceAlreadyExists
  Outcome<RegisteredModel> get_model(const std::string& name);
  Outcome<Paged<RegisteredModel>> search_models(const RegistryQuery& query);  // at most 1000
  Outcome<RegisteredModel> describe_model(const std::string& name,
                                          const std::optional<std::string>& description);
  Outcome<RegisteredModel> rename_model(const std::string& name, const std::string& new_name);
  Outcome<void> delete_model(const std::string& name, const Actor& actor = {});
  Outcome<void> set_model_tag(const std::string& name, const KeyValue& tag);
  Outcome<void> delete_model_tag(const std::string& name, const std::string& key);

  // kInvalidParameterValue also for a source that this server did not give out, or of another run or model.
  Outcome<ModelVersion> create_version(const NewVersion& version);
  Outcome<ModelVersion> get_version(const VersionName& version);
  Outcome<std::string> download_uri(const VersionName& version);
  Outcome<Paged<ModelVersion>> search_versions(const RegistryQuery& query);  // at most 200000
  Outcome<std::vector<ModelVersion>> latest_versions_of(const std::string& name,
                                                        const std::vector<std::string>& stages);
  Outcome<ModelVersion> describe_version(const VersionName& version, const std::string& description);
  Outcome<ModelVersion> transition(const VersionName& version, const Transition& to,
                                   const PromotionOrder& order = {});
  Outcome<void> set_version_tag(const VersionName& version, const KeyValue& tag);
  Outcome<void> delete_version_tag(const VersionName& version, const std::string& key);
  Outcome<void> delete_version(const VersionName& version, const Actor& actor = {});

  Outcome<void> set_alias(const VersionName& version, const std::string& alias,
                          const PromotionOrder& order = {});
  Outcome<ModelVersion> get_by_alias(const std::string& name,
                                     const std::string& alias);  // `latest`: the highest
  Outcome<void> delete_alias(const std::string& name, const std::string& alias, const Actor& actor = {});

  // What the gate says of a version, which stays where it is.
  Outcome<GateVerdict> judge(const VersionName& version);
  // Puts back what was in production before, without asking the gate. kInvalidParameterValue when nothing
  // was.
  Outcome<ModelVersion> roll_back(const std::string& name, const PromotionOrder& order);
  Outcome<Paged<PromotionRecord>> promotions(const std::string& name, std::int64_t max_results,
                                             const std::string& page_token);  // newest first

  Outcome<VersionFile> version_file(const std::string& name, std::string_view version_or_alias);
  Outcome<VersionFile> file_by_sha256(const std::string& sha256);
  // A file below the version's source; fails as Artifacts::get does.
  Outcome<ArtifactFile> artifact_of(const VersionName& version, const std::string& path);

 private:
  using Served = std::shared_ptr<const ServedModel>;
  Outcome<Served> load_version(const ModelVersion& version);
  void serve(const std::string& name, Served model);
  std::unique_lock<std::mutex> lock_promotion(std::string_view alias);
  Outcome<ModelVersion> leave_production(const ModelVersion& version, const Actor& actor,
                                         const std::function<void(Database&)>& change);
  struct Entry {
    PromotionOrder order;
    bool archive_existing = false;
    bool is_rollback = false;
    std::vector<std::int64_t> undone = {};  // the promotions that a rollback takes back
  };
  Outcome<ModelVersion> enter_production(const ModelVersion& version, const Entry& entry);
  Outcome<std::string> pass_gate(const Candidate& candidate, const Entry& entry);
  static void note_promotion(Database& database, const ModelVersion& version, const Entry& entry,
                             const std::string& overridden, std::int64_t now);
  Outcome<VersionFile> file_of(Database& database, ModelVersion version);

  Store& store_;
  ServedModels& served_;
  Load load_;
  Clock clock_;
  PromotionGate gate_;
  std::mutex promotion_;  // what is in the database and what is served change together
};

constexpr const char* kProductionAlias = "production";
std::string_view stage_name(Stage stage);
Outcome<Stage> read_stage(std::string_view name);
bool is_latest(std::string_view alias);  // in any case

// Once a version's file has been found it stays that file, whatever is uploaded later. Inside a job.
void pin_file(Database& database, ModelVersion& version);
bool is_in_production(const ModelVersion& version);  // it has the alias

// Inside a job.
Outcome<RegisteredModel> require_model(Database& database, const std::string& name);
Outcome<ModelVersion> require_version(Database& database, const VersionName& version);
Outcome<ModelVersion> version_of_alias(Database& database, const std::string& name, const std::string& alias);

}  // namespace shohin
