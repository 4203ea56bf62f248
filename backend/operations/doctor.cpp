#include "operations/doctor.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <system_error>

#include "operations/blob_check.h"
#include "store/inspection.h"
#include "store/migrations.h"
#include "store/prediction_rows.h"

namespace shohin {
namespace {

constexpr std::size_t kNamed = 10;  // of many faults so many are told, and the count

std::string list_of(const std::vector<std::string>& faults) {
  std::string text;
  for (std::size_t i = 0; i < std::min(faults.size(), kNamed); ++i) text += (i == 0 ? "" : "; ") + faults[i];
  if (faults.size() > kNamed) text += "; and " + std::to_string(faults.size() - kNamed) + " more";
  return text;
}

Finding check_database(Database& database) {
  const auto faults = database_faults(database, Depth::kFull);
  if (!faults) return {"database", Condition::kBad, "It cannot be read: " + faults.error().detail};
  if (!faults->empty()) return {"database", Condition::kBad, list_of(*faults)};
  return {"database", Condition::kGood, "Sound: every page, index and reference."};
}

Finding check_schema(Database& database) {
  if (!is_ours(database)) return {"schema", Condition::kBad, "The database is not Shohin's."};
  const auto version = schema_version(database);
  const auto newest = static_cast<std::int64_t>(all_migrations().size());
  const auto text = "Schema " + std::to_string(version);
  if (version > newest) {
    return {"schema", Condition::kBad,
            text + " is newer than this program, which knows " + std::to_string(newest) + "."};
  }
  if (version < newest) {
    return {"schema", Condition::kNotice,
            text + " of " + std::to_string(newest) + "; the next start, or shohin migrate, brings it up."};
  }
  return {"schema", Condition::kGood, text + "."};
}

Finding check_blobs(const Examination& examination, const std::vector<NamedBlob>& blobs) {
  const auto faults = blob_faults(examination.data / "blobs", blobs, examination.is_over);
  if (!faults.empty()) return {"blobs", Condition::kBad, list_of(faults)};
  if (examination.is_over()) return {"blobs", Condition::kNotice, "The server stopped before all were read."};
  return {"blobs", Condition::kGood,
          std::to_string(blobs.size()) + " blobs are there and hold what they should."};
}

// A blob's row is written after the blob, so a young one may be waiting for it.
bool is_young(const std::filesystem::path& file) {
  std::error_code gone;
  const auto written = std::filesystem::last_write_time(file, gone);
  return gone || written + std::chrono::hours(1) > std::filesystem::file_time_type::clock::now();
}

Finding check_orphans(const Examination& examination, const std::vector<NamedBlob>& blobs) {
  std::set<std::string> named;
  for (const auto& blob : blobs) named.insert(blob.sha256);
  std::size_t orphans = 0;
  std::uintmax_t bytes = 0;
  std::error_code failed;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(examination.data / "blobs", failed)) {
    if (!entry.is_regular_file(failed) || named.contains(entry.path().filename().string())) continue;
    if (is_young(entry.path())) continue;
    ++orphans;
    bytes += entry.file_size(failed);
  }
  if (orphans == 0) return {"orphans", Condition::kGood, "No blob lies without a row."};
  return {"orphans", Condition::kNotice,
          std::to_string(orphans) + " blobs of " + std::to_string(bytes) +
              " bytes belong to no row; a running server removes them within an hour."};
}

// It is a log: nothing else needs it, and a server begins a new one in the place of a damaged one.
Finding check_predictions(const Examination& examination) {
  const auto file = examination.data / "predictions.db";
  const auto fault = predictions_fault(file);
  if (!fault.empty()) return {"predictions", Condition::kBad, "The prediction log is damaged: " + fault};
  std::error_code unknown;
  if (std::filesystem::exists(file.string() + ".damaged", unknown)) {
    return {"predictions", Condition::kNotice,
            "A damaged prediction log was set aside as predictions.db.damaged; it may be removed."};
  }
  const bool is_there = std::filesystem::exists(file, unknown);
  return {"predictions", Condition::kGood, is_there ? "The log of predictions is sound." : "There is none."};
}

Finding check_disk(const Examination& examination) {
  std::error_code unknown;
  const auto space = std::filesystem::space(examination.data, unknown);
  if (unknown) return {"disk", Condition::kBad, "The disk tells nothing: " + unknown.message() + "."};
  const auto megabytes = std::to_string(space.available >> 20U) + " MB free";
  if (space.available >= examination.min_free_bytes) return {"disk", Condition::kGood, megabytes + "."};
  return {"disk", Condition::kBad,
          megabytes + ": below " + std::to_string(examination.min_free_bytes >> 20U) +
              " MB the server refuses every write."};
}

Finding check_secret(const Examination& examination) {
  for (const std::string name : {"admin-secret", "server-address"}) {
    struct stat status {};
    if (::stat((examination.data / name).c_str(), &status) == 0 && (status.st_mode & 077U) != 0) {
      return {"secret", Condition::kBad,
              "Others may read " + name + ": chmod 600 it, and start the server again."};
    }
  }
  return {"secret", Condition::kGood, "Nobody but its owner reads what signs in."};
}

void look_into(const std::filesystem::path& file, const Examination& examination,
               std::vector<Finding>& findings) {
  auto database = Database::open(file, Access::kRead);
  if (!database) {
    findings.push_back({"database", Condition::kBad, "It cannot be opened: " + database.error().detail});
    return;
  }
  findings.push_back(check_database(**database));
  findings.push_back(check_schema(**database));
  const auto blobs = named_blobs(**database);
  if (!blobs) {
    findings.push_back({"blobs", Condition::kBad, "The rows that name them cannot be read."});
    return;
  }
  findings.push_back(check_blobs(examination, *blobs));
  findings.push_back(check_orphans(examination, *blobs));
}

}  // namespace

std::vector<Finding> examine(const Examination& examination) {
  std::vector<Finding> findings;
  const auto file = examination.data / "shohin.db";
  std::error_code unknown;
  if (std::filesystem::is_regular_file(file, unknown)) {
    look_into(file, examination, findings);
  } else {
    findings.push_back({"database", Condition::kBad, "There is none in " + examination.data.string() + "."});
  }
  findings.push_back(check_predictions(examination));
  findings.push_back(check_disk(examination));
  findings.push_back(check_secret(examination));
  return findings;
}

std::string_view condition_name(Condition condition) {
  switch (condition) {
    case Condition::kGood:
      return "good";
    case Condition::kNotice:
      return "notice";
    case Condition::kBad:
      break;
  }
  return "bad";
}

bool is_bad(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.condition == Condition::kBad; });
}

}  // namespace shohin
