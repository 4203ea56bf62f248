// Aliases and stages, and what they put into service.
#include <algorithm>
#include <array>

#include "registry/registry_names.h"
#include "registry/registry_service.h"
#include "registry/version_source.h"
#include "store/registry_rows.h"
#include "store/version_rows.h"
#include "text/ascii.h"
#include "tracking/names.h"

namespace shohin {
namespace {

constexpr std::array<std::string_view, 4> kStages = {"None", "Staging", "Production", "Archived"};

// A gate may have judged for a minute since the caller read the version: what others changed meanwhile stays.
void set_stage(Database& database, const ModelVersion& version, Stage stage, std::int64_t now) {
  auto present = find_version(database, version.model_key, version.version);
  if (!present) return;
  present->stage = stage;
  present->last_update_time = now;
  update_version(database, *present);
}

// Makes it the version of the alias. The one that had the alias before becomes Archived, and with
// `archive_existing` every other one that was in Production too.
void make_production(Database& database, const ModelVersion& version, bool archive_existing,
                     std::int64_t now) {
  const auto before = find_alias(database, version.model_key, kProductionAlias);
  for (auto& other : versions_in_stage(database, version.model_key, Stage::kProduction)) {
    const bool leaves = archive_existing || other.version == before;
    if (leaves && other.version != version.version) set_stage(database, other, Stage::kArchived, now);
  }
  set_stage(database, version, Stage::kProduction, now);
  shohin::set_alias(database, version.model_key, {kProductionAlias, version.version});
  note_production_version(database, version.model_key, version.version);
}

// Before it happens. `heir` takes over; 0 for none.
void note_leaving(Database& database, const RegisteredModel& model, const Actor& actor, std::int64_t heir,
                  std::int64_t now) {
  const auto present = find_alias(database, model.key, kProductionAlias);
  if (!present) return;
  append_audit(database, actor,
               {.action = "production.leave",
                .subject = model.name + "@" + kProductionAlias,
                .old_value = std::to_string(*present),
                .new_value = heir == 0 ? "" : std::to_string(heir),
                .reason = ""},
               now);
}

Error refusal_to_replace(const ModelVersion& version, Error error) {
  error.code = ErrorCode::kInvalidParameterValue;
  error.message = "Version " + std::to_string(version.version) + " of " + version.name +
                  " may not enter production: Rule file: " + error.message + " What is in production stays.";
  return error;
}

}  // namespace

void pin_file(Database& database, ModelVersion& version) {
  if (version.file_sha256) return;
  if (const auto file = find_model_file(database, version.artifact_uri)) {
    version.file_sha256 = file->sha256;
    version.file_size = file->size;
    update_version(database, version);
  }
}

bool is_latest(std::string_view text) { return lower_case(text) == "latest"; }

bool is_in_production(const ModelVersion& version) {
  return std::find(version.aliases.begin(), version.aliases.end(), kProductionAlias) != version.aliases.end();
}

std::string_view stage_name(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }

Outcome<Stage> read_stage(std::string_view name) {
  for (std::size_t i = 0; i < kStages.size(); ++i) {
    if (lower_case(kStages[i]) == lower_case(name)) return static_cast<Stage>(i);
  }
  return refuse(ErrorCode::kInvalidParameterValue,
                "Invalid Model Version stage: '" + cut(std::string(name), 100) +
                    "'. Value must be one of None, Staging, Production, Archived.");
}

Outcome<RegistryService::Served> RegistryService::load_version(const ModelVersion& version) {
  if (!version.file_sha256) {
    return refuse(ErrorCode::kInvalidParameterValue, "its source holds no ONNX file, or more than one.");
  }
  return load_({version.name, std::to_string(version.version), *version.file_sha256},
               store_.blobs().path_of(*version.file_sha256));
}

void RegistryService::serve(const std::string& name, Served model) {
  if (model) {
    served_.publish(std::move(model));
  } else {
    served_.withdraw(name);
  }
}

// A file that is none of ours is accepted and not served, unless its registered model is served now.
Outcome<ModelVersion> RegistryService::enter_production(const ModelVersion& version, const Entry& entry) {
  auto model = load_version(version);
  const auto present = served_.find(version.name);
  if (!model && present) return tl::unexpected(refusal_to_replace(version, model.error()));
  const auto overridden = pass_gate({version, model, present}, entry);
  if (!overridden) return tl::unexpected(overridden.error());
  auto changed = store_.write([&](Database& database) -> Outcome<ModelVersion> {
    const auto now = clock_();
    note_promotion(database, version, entry, *overridden, now);
    make_production(database, version, entry.archive_existing, now);
    return require_version(database, {version.name, std::to_string(version.version)});
  });
  if (changed) serve(version.name, model.value_or(nullptr));
  return changed;
}

// Runs `change`, which takes `version` out of Production. When it had the alias, the highest version that is
// still in Production takes it over, as clients that ask by stage see it; otherwise nothing is served.
Outcome<ModelVersion> RegistryService::leave_production(const ModelVersion& version, const Actor& actor,
                                                        const std::function<void(Database&)>& change) {
  const auto heirs = store_.read([&](Database& database) -> Outcome<std::vector<ModelVersion>> {
    auto others = versions_in_stage(database, version.model_key, Stage::kProduction);
    std::erase_if(others, [&](const ModelVersion& other) { return other.version == version.version; });
    return others;
  });
  if (!heirs) return tl::unexpected(heirs.error());
  auto model = heirs->empty() ? Outcome<Served>(nullptr) : load_version(heirs->front());
  auto changed = store_.write([&](Database& database) -> Outcome<ModelVersion> {
    const auto registered = require_model(database, version.name);
    if (!registered) return tl::unexpected(registered.error());
    note_leaving(database, *registered, actor, heirs->empty() ? 0 : heirs->front().version, clock_());
    change(database);
    shohin::delete_alias(database, version.model_key, kProductionAlias);
    if (!heirs->empty()) make_production(database, heirs->front(), false, clock_());
    return find_version(database, version.model_key, version.version).value_or(version);
  });
  if (changed) serve(version.name, model.value_or(nullptr));
  return changed;
}

Outcome<ModelVersion> RegistryService::transition(const VersionName& name, const Transition& to,
                                                  const PromotionOrder& order) {
  const auto stage = read_stage(to.stage);
  if (!stage) return tl::unexpected(stage.error());
  if (to.archive_existing && *stage != Stage::kProduction && *stage != Stage::kStaging) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "archive_existing_versions is for Staging and Production, not " +
                      std::string(stage_name(*stage)) + ".");
  }
  const std::lock_guard lock(promotion_);
  auto version = store_.write([&](Database& database) -> Outcome<ModelVersion> {
    auto found = require_version(database, name);
    if (found) pin_file(database, *found);
    return found;
  });
  if (!version) return version;
  if (*stage == Stage::kProduction)
    return enter_production(*version, {.order = order, .archive_existing = to.archive_existing});
  const auto move = [&](Database& database) {
    auto others = versions_in_stage(database, version->model_key, *stage);
    for (auto& other : others) {
      if (to.archive_existing && other.version != version->version) {
        set_stage(database, other, Stage::kArchived, clock_());
      }
    }
    set_stage(database, *version, *stage, clock_());
  };
  if (is_in_production(*version)) return leave_production(*version, order.actor, move);
  return store_.write([&](Database& database) -> Outcome<ModelVersion> {
    move(database);
    return require_version(database, name);
  });
}

Outcome<void> RegistryService::delete_version(const VersionName& name, const Actor& actor) {
  const std::lock_guard lock(promotion_);
  const auto version = get_version(name);
  if (!version) return tl::unexpected(version.error());
  const auto remove = [&](Database& database) { shohin::delete_version(database, *version); };
  if (is_in_production(*version)) {
    auto done = leave_production(*version, actor, remove);
    return done ? Outcome<void>{} : tl::unexpected(done.error());
  }
  return store_.write([&](Database& database) -> Outcome<void> {
    remove(database);
    return {};
  });
}

Outcome<void> RegistryService::delete_model(const std::string& name, const Actor& actor) {
  const std::lock_guard lock(promotion_);
  auto deleted = store_.write([&](Database& database) -> Outcome<void> {
    const auto model = require_model(database, name);
    if (!model) return tl::unexpected(model.error());
    note_leaving(database, *model, actor, 0, clock_());
    delete_registered_model(database, model->key);
    return {};
  });
  if (deleted) served_.withdraw(name);
  return deleted;
}

// Other aliases serve nothing, so they need not wait while a gate judges.
std::unique_lock<std::mutex> RegistryService::lock_promotion(std::string_view alias) {
  return alias == kProductionAlias ? std::unique_lock(promotion_) : std::unique_lock<std::mutex>();
}

Outcome<void> RegistryService::set_alias(const VersionName& name, const std::string& alias,
                                         const PromotionOrder& order) {
  if (auto good = check_alias(alias); !good) return good;
  const auto lock = lock_promotion(alias);
  auto version = store_.write([&](Database& database) -> Outcome<ModelVersion> {
    if (auto model = require_model(database, name.name); !model) return tl::unexpected(model.error());
    auto found = require_version(database, name);
    if (found) pin_file(database, *found);
    if (found && alias != kProductionAlias) {
      shohin::set_alias(database, found->model_key, {alias, found->version});
    }
    return found;
  });
  if (version && alias == kProductionAlias) version = enter_production(*version, {.order = order});
  return version ? Outcome<void>{} : tl::unexpected(version.error());
}

Outcome<ModelVersion> version_of_alias(Database& database, const std::string& name,
                                       const std::string& alias) {
  const auto model = require_model(database, name);
  if (!model) return tl::unexpected(model.error());
  if (is_latest(alias)) {
    auto highest = find_highest_version(database, model->key);
    if (highest) return std::move(*highest);
    return refuse(ErrorCode::kResourceDoesNotExist, "Latest version not found for model " + name + ".");
  }
  const auto number = find_alias(database, model->key, alias);
  auto version = number ? find_version(database, model->key, *number) : std::nullopt;
  if (version) return std::move(*version);
  return refuse(ErrorCode::kInvalidParameterValue,
                "Registered model alias " + cut(alias, 255) + " not found.");
}

Outcome<ModelVersion> RegistryService::get_by_alias(const std::string& name, const std::string& alias) {
  return store_.read([&](Database& database) { return version_of_alias(database, name, alias); });
}

Outcome<void> RegistryService::delete_alias(const std::string& name, const std::string& alias,
                                            const Actor& actor) {
  if (auto good = check_alias_form(alias); !good) return good;
  const auto lock = lock_promotion(alias);
  auto deleted = store_.write([&](Database& database) -> Outcome<void> {
    const auto model = require_model(database, name);
    if (!model) return tl::unexpected(model.error());
    if (alias == kProductionAlias) {
      note_leaving(database, *model, actor, 0, clock_());
      for (auto& version : versions_in_stage(database, model->key, Stage::kProduction)) {
        set_stage(database, version, Stage::kArchived, clock_());
      }
    }
    shohin::delete_alias(database, model->key, alias);
    return {};
  });
  if (deleted && alias == kProductionAlias) served_.withdraw(name);
  return deleted;
}

std::vector<Error> RegistryService::restore_served_models() {
  const std::lock_guard lock(promotion_);
  const auto versions = store_.read([&](Database& database) -> Outcome<std::vector<ModelVersion>> {
    std::vector<ModelVersion> found;
    for (const auto& name : models_with_alias(database, kProductionAlias)) {
      const auto model = find_registered_model(database, name);
      const auto number = model ? find_alias(database, model->key, kProductionAlias) : std::nullopt;
      auto version = number ? find_version(database, model->key, *number) : std::nullopt;
      if (version) found.push_back(std::move(*version));  // none of them on a failing disk
    }
    return found;
  });
  if (!versions) return {versions.error()};
  std::vector<Error> failures;
  for (const auto& version : *versions) {
    if (!version.file_sha256) continue;  // accepted, but never a model of ours
    auto model = load_version(version);
    if (model) {
      served_.publish(std::move(*model));
    } else {
      failures.push_back(model.error());
    }
  }
  return failures;
}

}  // namespace shohin
