// Proves that artifacts are kept whole under checked paths, and that a failed upload leaves neither row nor
// file.
#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>

#include "tracking/artifact_path.h"
#include "tracking/artifact_response.h"
#include "tracking_fixture.h"

using namespace shohin;

namespace {

Artifacts::Read text(std::string content) {
  return [content](const Artifacts::Take& take) {
    return take({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
  };
}

std::size_t blob_count(const TrackingFixture& f) {
  std::size_t count = 0;
  for (const auto* folder : {"blobs", "tmp"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(f.folder.path() / folder)) {
      count += entry.is_regular_file() ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

TEST_CASE_METHOD(TrackingFixture, "a file is read back as it was put, the last one wins",
                 "[tracking][artifacts]") {
  REQUIRE(tracking.artifacts.put("0/a/b.txt", 100, text("old")));
  REQUIRE(tracking.artifacts.put("0/a/b.txt", 100, text("newer")));
  const auto file = tracking.artifacts.get("0/a/b.txt");
  REQUIRE(file);
  std::ifstream in(file->file);
  CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == "newer");
  CHECK(file->artifact.size == 5);
  CHECK(code_of(tracking.artifacts.get("0/a")) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.artifacts.get("0/nope")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(TrackingFixture, "an upload that fails leaves no row and no file", "[tracking][artifacts]") {
  const auto cut_off = [](const Artifacts::Take& take) -> Outcome<void> {
    const std::uint8_t half[100] = {};
    if (auto taken = take(half); !taken) return taken;
    return refuse(ErrorCode::kBadRequest, "the client went away");
  };
  CHECK(code_of(tracking.artifacts.put("0/half", 1000, cut_off)) == ErrorCode::kBadRequest);
  CHECK(code_of(tracking.artifacts.put("0/large", 3, text("four"))) == ErrorCode::kTooLarge);
  CHECK(tracking.artifacts.list("")->empty());
  CHECK(blob_count(*this) == 0);
}

TEST_CASE_METHOD(TrackingFixture, "a folder lists what lies directly in it", "[tracking][artifacts]") {
  for (const auto* path : {"r/a.txt", "r/a/x/1", "r/a/x/2", "r/a-b", "r/b", "s/c"}) {
    REQUIRE(tracking.artifacts.put(path, 100, text("x")));
  }
  std::string names;
  const auto listed = tracking.artifacts.list("r/");
  REQUIRE(listed);
  for (const auto& entry : *listed) names += entry.name + (entry.is_folder ? "/ " : " ");
  CHECK(names == "a/ a-b a.txt b ");
  CHECK(tracking.artifacts.list("r/b")->empty());
  CHECK(tracking.artifacts.list("")->size() == 2);
  REQUIRE(tracking.artifacts.remove("r/a"));
  CHECK(tracking.artifacts.list("r")->size() == 3);
  CHECK(code_of(tracking.artifacts.remove("")) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(TrackingFixture, "a path is a file or a folder", "[tracking][artifacts]") {
  REQUIRE(tracking.artifacts.put("a/b", 100, text("x")));
  CHECK(code_of(tracking.artifacts.put("a", 100, text("x"))) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(tracking.artifacts.put("a/b/c", 100, text("x"))) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE("a path that climbs or hides is refused", "[tracking][artifacts]") {
  const std::string path = GENERATE("", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "a#b", "a\nb",
                                    "%2e%2e/a", "a/%252e%252e/b", "a/%2f/b", "\xff", "a%00b");
  CHECK(code_of(check_artifact_path(path)) == ErrorCode::kInvalidParameterValue);
  CHECK_FALSE(check_artifact_path(std::string(1025, 'x')));
  CHECK(check_artifact_path("1/abc/artifacts/h w+%\xc3\xa9...txt"));
}

TEST_CASE_METHOD(TrackingFixture, "a path below a run stays below it", "[tracking][artifacts]") {
  const auto run = new_run();
  REQUIRE(tracking.artifacts.put_of_run(run, "a/b.txt", 100, text("x")));
  CHECK(tracking.artifacts.get_of_run(run, "a/b.txt")->artifact.path == "0/" + run + "/artifacts/a/b.txt");
  for (const auto* path : {"", "..", "../x", "a/../../x", "%2e%2e/x", "/etc/passwd"}) {
    CHECK(code_of(tracking.artifacts.get_of_run(run, path)) == ErrorCode::kInvalidParameterValue);
    CHECK(code_of(tracking.artifacts.put_of_run(run, path, 100, text("x"))) ==
          ErrorCode::kInvalidParameterValue);
  }
  CHECK(code_of(tracking.artifacts.get_of_run("nobody", "a")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE("a name climbs when any decoding of it has a part that leads upwards", "[tracking][artifacts]") {
  for (const auto* name :
       {"..", "../x", "a/../b", "a\\..\\b", "%2e%2e/x", "a%2f..", "%252e%252e", "..%5cx", "x%00"}) {
    INFO(name);
    CHECK(climbs(name));
  }
  for (const auto* name : {"", ".", "...", "a..b", "/Users/ana/iris", "50%", "a b", "%zz"})
    CHECK_FALSE(climbs(name));
}

TEST_CASE("an artifact has the type of its ending in any case, and is never shown as a page",
          "[tracking][artifacts]") {
  const std::pair<const char*, const char*> types[] = {{"a.txt", "text/plain; charset=utf-8"},
                                                       {"A.TXT", "text/plain; charset=utf-8"},
                                                       {"x/a.toml", "text/plain; charset=utf-8"},
                                                       {"a.ipynb", "text/plain; charset=utf-8"},
                                                       {"MLmodel", "text/plain; charset=utf-8"},
                                                       {"a.css", "text/css; charset=utf-8"},
                                                       {"a.PNG", "image/png"},
                                                       {"a.mp4", "video/mp4"},
                                                       {"a.wav", "audio/x-wav"},
                                                       {"a.html", "text/html; charset=utf-8"},
                                                       {"a.onnx", "application/octet-stream"},
                                                       {"txt", "application/octet-stream"},
                                                       {"a.", "application/octet-stream"}};
  for (const auto& [path, type] : types) {
    const auto response = artifact_response({.artifact = {path, "abc", 1, 0}, .file = {}});
    INFO(path);
    CHECK(response.content_type == type);
    std::string headers;
    for (const auto& [name, value] : response.headers) headers += name + ": " + value + "\n";
    CHECK(headers.find("Content-Disposition: attachment") != std::string::npos);
    CHECK(headers.find("Content-Security-Policy: sandbox; default-src 'none'") != std::string::npos);
  }
}
