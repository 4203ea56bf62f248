#include "operations/export.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "http/url.h"
#include "operations/durable_copy.h"
#include "text/ascii.h"
#include "text/number.h"
#include "tracking/artifact_path.h"

namespace shohin {
namespace {

constexpr std::string_view kApi = "/api/2.0/mlflow/";
constexpr std::string_view kArtifacts = "/api/2.0/mlflow-artifacts/artifacts";

Outcome<void> write_text(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (out) return {};
  return refuse(ErrorCode::kInsufficientStorage, file.string() + " could not be written.");
}

// A cell of a CSV file (RFC 4180): quoted where it must be.
std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + "\"";
}

// MLflow writes large numbers as text and those that JSON has not as words.
std::string number_text(const Json& value) {
  return value.is_number() ? print_number(value.as_number()) : value.as_string();
}

Outcome<void> write_history(ExportSource& source, const std::string& run_id, const std::string& key,
                            std::ofstream& out) {
  std::string token;
  do {
    auto path = std::string(kApi) + "metrics/get-history?run_id=" + percent_encode(run_id) +
                "&metric_key=" + percent_encode(key) + "&max_results=1000";
    if (!token.empty()) path += "&page_token=" + percent_encode(token);
    const auto page = source.get(path);
    if (!page) return tl::unexpected(page.error());
    for (const auto& point : (*page)["metrics"].as_array()) {
      out << cell(key) << ',' << number_text(point["step"]) << ',' << number_text(point["timestamp"]) << ','
          << number_text(point["value"]) << '\n';
    }
    token = (*page)["next_page_token"].as_string();
  } while (!token.empty());
  return {};
}

Outcome<void> write_metrics(ExportSource& source, const Json& run, const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary);
  out << "key,step,timestamp,value\n";
  for (const auto& metric : run["data"]["metrics"].as_array()) {
    auto written = write_history(source, run["info"]["run_id"].as_string(), metric["key"].as_string(), out);
    if (!written) return written;
  }
  out.close();
  if (out) return {};
  return refuse(ErrorCode::kInsufficientStorage, file.string() + " could not be written.");
}

// Everything below an artifact path, into the folder `target`.
class Download {
 public:
  Download(ExportSource& source, ExportReport& report) : source_(source), report_(report) {}

  Outcome<void> tree(const std::string& path, const std::filesystem::path& target) {
    const auto listing = source_.get(std::string(kArtifacts) + "?path=" + percent_encode(path));
    if (!listing) return tl::unexpected(listing.error());
    for (const auto& entry : (*listing)["files"].as_array()) {
      const auto& name = entry["path"].as_string();
      if (auto good = check_artifact_path(name); !good || name.find('/') != std::string::npos) {
        return refuse(ErrorCode::kInvalidParameterValue, "The server names a file that is none: " + name);
      }
      auto below = path;
      below.append("/").append(name);
      auto done = entry["is_dir"].as_bool() ? tree(below, target / name) : file(below, target / name);
      if (!done) return done;
    }
    return {};
  }

  Outcome<void> file(const std::string& path, const std::filesystem::path& target) {
    std::error_code failed;
    std::filesystem::create_directories(target.parent_path(), failed);
    ++report_.files;
    return source_.save(std::string(kArtifacts) + "/" + percent_encode(path, "/"), target);
  }

 private:
  ExportSource& source_;
  ExportReport& report_;
};

Outcome<void> download(ExportSource& source, const std::string& uri, const std::filesystem::path& target,
                       ExportReport& report) {
  const auto path = path_of_uri(uri);
  if (!path) return {};  // a source that names no place has no files
  return Download(source, report).tree(*path, target);
}

// A version's source may be a folder or one file.
Outcome<void> download_source(ExportSource& source, const std::string& uri,
                              const std::filesystem::path& target, ExportReport& report) {
  auto done = download(source, uri, target, report);
  const auto path = path_of_uri(uri);
  if (!done || report.files > 0 || !path) return done;
  return Download(source, report).file(*path, target / path->substr(path->rfind('/') + 1));
}

// Where a version's files lie: runs:/<id>/path is below the artifacts of that run.
Outcome<std::string> place_of(ExportSource& source, const std::string& uri) {
  constexpr std::string_view kRuns = "runs:/";
  if (!uri.starts_with(kRuns)) return uri;
  const auto slash = std::min(uri.find('/', kRuns.size()), uri.size());
  const auto run_id = uri.substr(kRuns.size(), slash - kRuns.size());
  const auto run = source.get(std::string(kApi) + "runs/get?run_id=" + percent_encode(run_id));
  if (!run) return tl::unexpected(run.error());
  return (*run)["run"]["info"]["artifact_uri"].as_string() + uri.substr(slash);
}

Outcome<Json> find_version(ExportSource& source, const std::string& name, const std::string& wanted) {
  const std::string call =
      is_digits(wanted) ? "model-versions/get?version=" : "registered-models/alias?alias=";
  auto found =
      source.get(std::string(kApi) + call + percent_encode(wanted) + "&name=" + percent_encode(name));
  if (!found) return found;
  return (*found)["model_version"];
}

}  // namespace

Outcome<ExportReport> export_run(ExportSource& source, const std::string& run_id,
                                 const std::filesystem::path& target) {
  const auto found = source.get(std::string(kApi) + "runs/get?run_id=" + percent_encode(run_id));
  if (!found) return tl::unexpected(found.error());
  const Json& run = (*found)["run"];
  ExportReport report;
  auto done =
      make_empty_folder(target)
          .and_then([&] {
            return download(source, run["info"]["artifact_uri"].as_string(), target / "artifacts", report);
          })
          .and_then([&] { return write_metrics(source, run, target / "metrics.csv"); })
          .and_then([&] { return write_text(target / "run.json", write_json(run, JsonStyle::kIndented)); });
  if (!done) return tl::unexpected(done.error());
  report.files += 2;
  return report;
}

Outcome<ExportReport> export_version(ExportSource& source, const std::string& name,
                                     const std::string& version_or_alias,
                                     const std::filesystem::path& target) {
  const auto version = find_version(source, name, version_or_alias);
  if (!version) return tl::unexpected(version.error());
  const auto named =
      source.get(std::string(kApi) + "model-versions/get-download-uri?name=" + percent_encode(name) +
                 "&version=" + percent_encode((*version)["version"].as_string()));
  if (!named) return tl::unexpected(named.error());
  const auto place = place_of(source, (*named)["artifact_uri"].as_string());
  if (!place) return tl::unexpected(place.error());
  ExportReport report;
  auto done = make_empty_folder(target)
                  .and_then([&] { return download_source(source, *place, target / "model", report); })
                  .and_then([&] {
                    return write_text(target / "version.json", write_json(*version, JsonStyle::kIndented));
                  });
  if (!done) return tl::unexpected(done.error());
  report.files += 1;
  return report;
}

}  // namespace shohin
