// Proves that an export writes what a source gives, and nothing outside of its directory.
#include "operations/export.h"

#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>
#include <map>

#include "temporary_directory.h"

using namespace shohin;

namespace {

// Answers by path, as a server would.
class CannedSource final : public ExportSource {
 public:
  std::map<std::string, std::string> answers;

  Outcome<Json> get(const std::string& path) override {
    const auto found = answers.find(path);
    if (found == answers.end()) return refuse(ErrorCode::kInvalidParameterValue, "nothing at " + path);
    return *parse_json(found->second);
  }
  Outcome<void> save(const std::string& path, const std::filesystem::path& file) override {
    std::ofstream(file) << "bytes of " << path;
    return {};
  }
};

constexpr const char* kList = "/api/2.0/mlflow-artifacts/artifacts?path=";

CannedSource source_with_run() {
  CannedSource source;
  source.answers = {
      {"/api/2.0/mlflow/runs/get?run_id=r",
       R"({"run": {"info": {"run_id": "r", "artifact_uri": "mlflow-artifacts:/1/r/artifacts"},
           "data": {"metrics": [{"key": "a,\"b"}]}}})"},
      {"/api/2.0/mlflow/metrics/get-history?run_id=r&metric_key=a%2C%22b&max_results=1000",
       R"({"metrics": [{"value": 0.5, "timestamp": 1763748000123, "step": 1}], "next_page_token": "t"})"},
      {"/api/2.0/mlflow/metrics/get-history?run_id=r&metric_key=a%2C%22b&max_results=1000&page_token=t",
       R"({"metrics": [{"value": "NaN", "timestamp": 1763748000124, "step": 2}]})"},
      {std::string(kList) + "1%2Fr%2Fartifacts",
       R"({"files": [{"path": "model", "is_dir": true}, {"path": "note.txt", "is_dir": false}]})"},
      {std::string(kList) + "1%2Fr%2Fartifacts%2Fmodel",
       R"({"files": [{"path": "a b.onnx", "is_dir": false}]})"}};
  return source;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a run becomes its record, every point of its metrics and its files", "[operations][export]") {
  TemporaryDirectory folder;
  auto source = source_with_run();
  const auto out = folder.path() / "out";
  const auto report = export_run(source, "r", out);
  REQUIRE(report);
  CHECK(report->files == 4);
  CHECK(text_of(out / "metrics.csv") ==
        "key,step,timestamp,value\n\"a,\"\"b\",1,1763748000123,0.5\n\"a,\"\"b\",2,1763748000124,NaN\n");
  CHECK(text_of(out / "artifacts" / "model" / "a b.onnx") ==
        "bytes of /api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/model/a%20b.onnx");
  CHECK(std::filesystem::exists(out / "artifacts" / "note.txt"));
  CHECK((*parse_json(text_of(out / "run.json")))["info"]["run_id"].as_string() == "r");
}

TEST_CASE("a server's names lead nowhere outside of the export", "[operations][export]") {
  TemporaryDirectory folder;
  auto source = source_with_run();
  const auto* name = GENERATE("..", "../../evil", "/etc/passwd", "a/../../b", "");
  source.answers[std::string(kList) + "1%2Fr%2Fartifacts"] =
      R"({"files": [{"path": ")" + std::string(name) + R"(", "is_dir": false}]})";
  const auto report = export_run(source, "r", folder.path() / "out");
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::kInvalidParameterValue);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out" / "run.json"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "evil"));
}

TEST_CASE("an export needs an empty directory and something to export", "[operations][export]") {
  TemporaryDirectory folder;
  auto source = source_with_run();
  const auto nothing = export_run(source, "other", folder.path() / "out");
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == ErrorCode::kInvalidParameterValue);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));
  std::ofstream(folder.path() / "mine") << "x";
  const auto taken = export_run(source, "r", folder.path());
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code == ErrorCode::kResourceConflict);
}

TEST_CASE("a version without files of its own is its record alone", "[operations][export]") {
  TemporaryDirectory folder;
  CannedSource source;
  source.answers = {{"/api/2.0/mlflow/registered-models/alias?alias=production&name=m",
                     R"({"model_version": {"name": "m", "version": "3"}})"},
                    {"/api/2.0/mlflow/model-versions/get-download-uri?name=m&version=3",
                     R"({"artifact_uri": "dummy-source"})"}};
  const auto report = export_version(source, "m", "production", folder.path() / "out");
  REQUIRE(report);
  CHECK(report->files == 1);
  CHECK((*parse_json(text_of(folder.path() / "out" / "version.json")))["version"].as_string() == "3");
}

TEST_CASE("a version of a run's file is that file", "[operations][export]") {
  TemporaryDirectory folder;
  auto source = source_with_run();
  source.answers["/api/2.0/mlflow/model-versions/get?version=3&name=m"] =
      R"({"model_version": {"name": "m", "version": "3"}})";
  source.answers["/api/2.0/mlflow/model-versions/get-download-uri?name=m&version=3"] =
      R"({"artifact_uri": "runs:/r/model/m.onnx"})";
  source.answers[std::string(kList) + "1%2Fr%2Fartifacts%2Fmodel%2Fm.onnx"] = "{}";
  const auto report = export_version(source, "m", "3", folder.path() / "out");
  REQUIRE(report);
  CHECK(report->files == 2);
  CHECK(text_of(folder.path() / "out" / "model" / "m.onnx") ==
        "bytes of /api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/model/m.onnx");
}
