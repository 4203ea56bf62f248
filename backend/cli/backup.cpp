// `shohin backup DIR`: a copy of a data directory, also while a server writes to it.
#include "operations/backup.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/running_server.h"
#include "cli/say.h"
#include "operations/disk_room.h"
#include "operations/durable_copy.h"

namespace shohin {
namespace {

struct BackupOptions {
  std::string target, data = default_data(), token_file;
  bool json = false;
};

// What the server made below its own directory, given another name at the place that was asked for.
Outcome<void> take_over(const std::filesystem::path& made, const std::filesystem::path& target,
                        std::uint64_t blobs) {
  std::error_code failed;
  std::uint64_t taken = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(made / "blobs", failed)) {
    const auto copy = target / std::filesystem::relative(entry.path(), made, failed);
    if (entry.is_directory(failed)) {
      std::filesystem::create_directories(copy, failed);
      continue;
    }
    std::filesystem::create_directories(copy.parent_path(), failed);
    if (auto kept = copy_durably(entry.path(), copy, CopyBy::kLink); !kept) return kept;
    ++taken;
  }
  if (taken != blobs) {
    return refuse(ErrorCode::kPermissionDenied,
                  made.string() + " cannot be read. Run this as the user that the server runs as.");
  }
  std::filesystem::create_directories(target / "blobs", failed);
  for (const auto& entry : std::filesystem::directory_iterator(target / "blobs", failed)) {
    if (auto kept = sync_folder(entry.path()); !kept) return kept;
  }
  const auto take = [&](const char* name) { return copy_durably(made / name, target / name, CopyBy::kLink); };
  return sync_folder(target / "blobs")
      .and_then([&] {
        return std::filesystem::exists(made / "predictions.db") ? take("predictions.db") : Outcome<void>();
      })
      .and_then([&] { return take("shohin.db"); })
      .and_then([&] { return sync_folder(target); });
}

Outcome<BackupReport> back_up_from(OperatorClient& server, const BackupOptions& options) {
  if (auto empty = make_empty_folder(options.target); !empty) return tl::unexpected(empty.error());
  const auto made = server.call(Method::kPost, "/api/shohin/v1/backups");
  if (!made) return tl::unexpected(made.error());
  const auto& name = (*made)["name"].as_string();
  const auto count = [&](std::string_view field) {
    return static_cast<std::uint64_t>((*made)[field].as_number());
  };
  const auto folder = std::filesystem::path(options.data) / "backups" / name;
  const bool is_linked = is_same_file_system(folder, options.target);
  const auto bytes = count("database_bytes") + count("prediction_log_bytes") + count("blob_bytes");
  auto taken = (is_linked ? Outcome<void>() : require_room(options.target, bytes)).and_then([&] {
    return take_over(folder, options.target, count("blobs"));
  });
  const auto removed = server.call(Method::kDelete, "/api/shohin/v1/backups/" + name);
  if (!taken) return tl::unexpected(taken.error());
  if (!removed) return tl::unexpected(removed.error());
  return BackupReport{count("database_bytes"), count("blobs"), count("blob_bytes"),
                      count("prediction_log_bytes")};
}

int run_backup(const BackupOptions& options) {
  auto holder = find_holder(options.data, options.token_file);
  if (!holder) return complain(holder.error(), options.json);
  const auto report = holder->server ? back_up_from(*holder->server, options)
                                     : back_up(options.data, options.target, [] { return false; });
  if (!report) return complain(report.error(), options.json);
  if (options.json) {
    print_json(JsonObject{{"target", options.target},
                          {"database_bytes", report->database_bytes},
                          {"blobs", report->blobs},
                          {"blob_bytes", report->blob_bytes},
                          {"prediction_log_bytes", report->prediction_log_bytes}});
  } else {
    std::cout << options.target << ": a database of " << report->database_bytes << " bytes and "
              << report->blobs << " blobs of " << report->blob_bytes << " bytes\n";
  }
  return kExitDone;
}

}  // namespace

void add_backup(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("backup", "Copy a data directory, also while a server writes to it");
  command->footer("Example: shohin backup /backups/monday --data ./data");
  const auto options = std::make_shared<BackupOptions>();
  command->add_option("DIR", options->target, "Where to: an empty or new directory")->required();
  command->add_option("--data", options->data, "The data directory")->capture_default_str();
  command->add_option("--token-file", options->token_file, "An admin's token, instead of the operator's");
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &exit_code] { exit_code = run_backup(*options); });
}

}  // namespace shohin
