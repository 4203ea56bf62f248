#include "operations/routes.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <system_error>

#include "mlflow/actor.h"
#include "mlflow/clock.h"
#include "operations/backup.h"

namespace shohin {
namespace {

constexpr const char* kNameStart = "backup-";

tl::unexpected<Error> refuse_busy() {
  return refuse(ErrorCode::kResourceConflict, "A backup or an examination is at work. Try again later.");
}

std::string new_name() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return kNameStart + std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

// Complete ones only.
std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (std::filesystem::exists(entry.path() / "shohin.db", failed))
      names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// What is no complete backup any more must not look like one, however the removal ends.
void remove_copy(const std::filesystem::path& copy, std::error_code& failed) {
  std::filesystem::remove(copy / "shohin.db", failed);
  if (!failed) std::filesystem::remove_all(copy, failed);
}

// A server that was killed over a backup leaves one without a database, whose links keep blobs on the disk.
void remove_unfinished(const std::filesystem::path& folder) {
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(kNameStart) || std::filesystem::exists(entry.path() / "shohin.db", failed))
      continue;
    std::filesystem::remove_all(entry.path(), failed);
  }
}

}  // namespace

Outcome<void> Operations::note(const Request& request, const char* action, const std::string& backup) {
  return store_.write([&](Database& database) -> Outcome<void> {
    append_audit(database, actor_of(request), {action, backup}, system_time_ms());
    return {};
  });
}

Outcome<Response> Operations::make_backup(const Request& request) {
  const std::unique_lock alone(working_, std::try_to_lock);
  if (!alone) return refuse_busy();
  const auto blobs_stay = store_.keep_blobs();
  if (!store_.is_writable()) {
    return refuse(ErrorCode::kInsufficientStorage,
                  "The server's disk fails or is almost full: no backup is made.");
  }
  remove_unfinished(store_.directory() / "backups");
  const auto name = new_name();
  const auto target = store_.directory() / "backups" / name;
  const auto report = back_up(store_.directory(), target, [this] { return is_over_.load(); });
  if (!report) {
    std::error_code ignored;
    std::filesystem::remove(target, ignored);
    return tl::unexpected(report.error());
  }
  if (auto kept = note(request, "backup.make", name); !kept) {
    std::error_code failed;
    remove_copy(target, failed);
    return tl::unexpected(kept.error());
  }
  return json_response(write_json(JsonObject{{"name", name},
                                             {"database_bytes", report->database_bytes},
                                             {"blobs", report->blobs},
                                             {"blob_bytes", report->blob_bytes},
                                             {"prediction_log_bytes", report->prediction_log_bytes}}));
}

Outcome<Response> Operations::list_backups() {
  JsonArray names;
  for (auto& name : names_in(store_.directory() / "backups")) names.emplace_back(JsonObject{{"name", name}});
  return json_response(write_json(JsonObject{{"backups", std::move(names)}}));
}

Outcome<Response> Operations::remove_backup(const Request& request) {
  const auto folder = store_.directory() / "backups";
  // The name only chooses among those that are there: it never becomes a path.
  const auto names = names_in(folder);
  const auto found = std::find(names.begin(), names.end(), request.parameters[0]);
  if (found == names.end()) {
    return refuse(ErrorCode::kResourceDoesNotExist, "There is no backup of that name.");
  }
  std::error_code failed;
  remove_copy(folder / *found, failed);
  if (failed) {
    return refuse(ErrorCode::kTemporarilyUnavailable, "The backup could not be removed.", failed.message());
  }
  // Afterwards: a backup may be removed because the disk is too full to note anything.
  if (auto kept = note(request, "backup.remove", *found); !kept) {
    auto error = kept.error();
    error.message = "The backup is removed, but the audit log does not say so. " + error.message;
    return tl::unexpected(std::move(error));
  }
  return json_response("{}");
}

Outcome<Response> Operations::tell_health() {
  const std::unique_lock alone(working_, std::try_to_lock);
  if (!alone) return refuse_busy();
  const auto blobs_stay = store_.keep_blobs();
  const auto findings = examine({.data = store_.directory(), .is_over = [this] { return is_over_.load(); }});
  return json_response(write_json(findings_json(findings)));
}

std::vector<Route> Operations::routes() {
  const std::string backups = "/api/shohin/v1/backups";
  const auto backup = object("", {text("name"), integer("database_bytes"), integer("blobs"),
                                  integer("blob_bytes"), integer("prediction_log_bytes")});
  const auto finding = object("", {text("check"), text("condition"), text("message")});
  return {
      Route(Method::kPost, backups, Role::kAdmin, Accepts::kJson,
            [this](const Request& request) { return make_backup(request); },
            {.summary = "Back up the database and the blobs",
             .body = {{}},
             .answer = answer_of(backup),
             .errors = {409},
             .strict = true}),
      Route(Method::kGet, backups, Role::kAdmin, Accepts::kNoBody,
            [this](const Request&) { return list_backups(); },
            {.summary = "List backups",
             .answer = json_answer({list("backups", object("", {text("name")}))}),
             .strict = true}),
      Route(
          Method::kDelete, backups + "/{name}", Role::kAdmin, Accepts::kJson,
          [this](const Request& request) { return remove_backup(request); },
          {.summary = "Remove a backup", .body = {{}}, .answer = answer_of(object("", {})), .strict = true}),
      Route(Method::kGet, "/api/shohin/v1/doctor", Role::kAdmin, Accepts::kNoBody,
            [this](const Request&) { return tell_health(); },
            {.summary = "Examine the data directory",
             .answer = json_answer({flag("healthy"), list("findings", component("Finding", finding))}),
             .errors = {409},
             .strict = true})};
}

Json findings_json(const std::vector<Finding>& findings) {
  JsonArray list;
  for (const auto& finding : findings) {
    list.emplace_back(JsonObject{{"check", finding.check},
                                 {"condition", condition_name(finding.condition)},
                                 {"message", finding.message}});
  }
  return JsonObject{{"healthy", !is_bad(findings)}, {"findings", std::move(list)}};
}

}  // namespace shohin
