// Proves which of MLflow's URIs become places of ours, and that none leads out of the folder.
#include "import_mlflow/places.h"

#include <catch_amalgamated.hpp>

using namespace shohin;

namespace {

constexpr const char* kUsual = "1/abc/artifacts";

std::string path_of(std::string_view uri) {
  return place_of(uri, kUsual, "/srv/mlartifacts").path.value_or("nothing");
}

}  // namespace

TEST_CASE("places of MLflow's server keep their path", "[import_mlflow][places]") {
  for (const auto* uri : {"mlflow-artifacts:/7/x/artifacts", "mlflow-artifacts://host:5000/7/x/artifacts",
                          "mlflow-artifacts:///7/x/artifacts/"}) {
    CHECK(path_of(uri) == "7/x/artifacts");
    CHECK(place_of(uri, kUsual, "/srv").uri == "mlflow-artifacts:/7/x/artifacts");
  }
}

TEST_CASE("folders of this machine become what they are below the folder", "[import_mlflow][places]") {
  CHECK(path_of("/srv/mlartifacts/own/place") == "own/place");
  CHECK(path_of("file:///srv/mlartifacts/own%20place/x") == "own place/x");
  CHECK(path_of("./mlruns/1/abc/artifacts") == kUsual);
  CHECK(path_of("/home/ana/mlruns/1/abc/artifacts") == kUsual);
  CHECK(path_of("file:///home/ana/mlruns/1/abc/artifacts") == kUsual);
}

TEST_CASE("what lies elsewhere keeps its URI or gets the usual one, without files",
          "[import_mlflow][places]") {
  const auto bucket = place_of("s3://bucket/1/abc/artifacts", kUsual, "/srv");
  CHECK(bucket.uri == "s3://bucket/1/abc/artifacts");
  CHECK_FALSE(bucket.path);
  for (const auto* uri :
       {"/home/ana/other", "/srv/mlartifacts/../secret", "/srv/mlartifacts-not", "", "mlflow-artifacts:/",
        "mlflow-artifacts:/../etc", "mlflow-artifacts:/a/%2e%2e/b", "file:///srv/mlartifacts/%2e%2e/x",
        "file:///etc/passwd", "mlflow-artifacts:/a\\b"}) {
    INFO(uri);
    const auto place = place_of(uri, kUsual, "/srv/mlartifacts");
    CHECK_FALSE(place.path);
    CHECK(place.uri == "mlflow-artifacts:/1/abc/artifacts");
  }
}
