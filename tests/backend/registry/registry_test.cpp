// Proves the rules of the registry: names, sources, numbers, aliases, search.
#include <catch_amalgamated.hpp>

#include "registry_fixture.h"

using namespace shohin;

TEST_CASE_METHOD(RegistryFixture, "a model's name is taken once and has no slash", "[registry]") {
  REQUIRE(registry.create_model({"mine", "what it is", {{"k", "v"}}}));
  CHECK(code_of(registry.create_model({"mine", {}, {}})) == ErrorCode::kResourceAlreadyExists);
  CHECK(registry.get_model("mine")->tags.size() == 1);
  CHECK(code_of(registry.get_model("other")) == ErrorCode::kResourceDoesNotExist);
  for (const auto* name :
       {"", "  ", "a/b", "a:b", ".", "..", "%2e%2e", "production", "sha256", "predict", "a\nb"}) {
    CHECK(code_of(registry.create_model({name, {}, {}})) == ErrorCode::kInvalidParameterValue);
  }
  CHECK(code_of(registry.rename_model("mine", "a/b")) == ErrorCode::kInvalidParameterValue);
  REQUIRE(registry.create_model({"other", {}, {}}));
  CHECK(code_of(registry.rename_model("mine", "other")) == ErrorCode::kResourceAlreadyExists);
  CHECK(registry.rename_model("mine", "mine"));
}

TEST_CASE_METHOD(RegistryFixture, "numbers of versions are never used again", "[registry]") {
  add_version("mine", "1");
  add_version("mine", "2");
  REQUIRE(registry.delete_version({"mine", "2"}));
  CHECK(add_version("mine", "3") == "3");
  CHECK(code_of(registry.get_version({"mine", "2"})) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(registry.get_version({"mine", "two"})) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(RegistryFixture, "only what this server gave out is a source", "[registry][sources]") {
  REQUIRE(registry.create_model({"mine", {}, {}}));
  const auto run = new_run(), other = new_run();
  const auto model = tracking.logged_models.create({"0", "m", "", run, {}, {}})->model_id;
  const auto create = [&](const std::string& source, const std::string& run_id, const std::string& model_id) {
    return code_of(registry.create_version({"mine", source, run_id, model_id, "", "", {}}));
  };
  const std::string in_run = "mlflow-artifacts:/0/" + run + "/artifacts/model";
  CHECK_FALSE(create("models:/" + model, run, model));
  CHECK_FALSE(create("models:/" + model, "", ""));
  CHECK_FALSE(create("runs:/" + run + "/model", run, ""));
  CHECK_FALSE(create(in_run, run, ""));
  CHECK_FALSE(create("models:/mine/1", "", ""));
  CHECK_FALSE(create("dummy-source", "", ""));
  for (const auto& source :
       {std::string("/etc/passwd"), std::string("file:///etc"), std::string("s3://b/k"), in_run + "/../..",
        in_run + "/%2e%2e", "mlflow-artifacts:/0/" + other + "/artifacts", "mlflow-artifacts:/0/" + run,
        "runs:/" + other + "/model", "runs:/" + run + "/../x", std::string("models:/mine/x")}) {
    CHECK(create(source, run, "") == ErrorCode::kInvalidParameterValue);
  }
  CHECK(create(in_run, "", "") == ErrorCode::kInvalidParameterValue);
  CHECK(create("models:/" + model, run, "m-other") == ErrorCode::kInvalidParameterValue);
  CHECK(create("models:/nobody/1", "", "") == ErrorCode::kResourceDoesNotExist);
  CHECK(create("models:/m-nobody", "", "") == ErrorCode::kResourceDoesNotExist);
  CHECK(registry.download_uri({"mine", "1"}) == "mlflow-artifacts:/0/models/" + model + "/artifacts");
  CHECK(registry.get_version({"mine", "5"})->run_id == run);
}

TEST_CASE_METHOD(RegistryFixture, "a name that can be none is refused, not missed", "[registry]") {
  const std::string name = GENERATE("a/b", "a:b", "..x", "...", "..", ".");
  CHECK(code_of(registry.create_model({name, {}, {}})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.get_model(name)) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.set_model_tag(name, {"k", "v"})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.delete_model_tag(name, "k")) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.get_version({name, "1"})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.get_by_alias(name, "a")) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.get_model("production")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(RegistryFixture, "tags and aliases that can be none are not deleted either", "[registry]") {
  REQUIRE(registry.create_model({"mine", {}, {}}));
  REQUIRE(registry.create_version({"mine", "dummy-source", "", "", "", "", {}}));
  for (const auto* key : {"a$", "..", "/a"}) {
    CHECK(code_of(registry.delete_model_tag("mine", key)) == ErrorCode::kInvalidParameterValue);
    CHECK(code_of(registry.delete_version_tag({"mine", "1"}, key)) == ErrorCode::kInvalidParameterValue);
  }
  for (const auto* alias : {"a b", "a$", ""}) {
    CHECK(code_of(registry.delete_alias("mine", alias, {})) == ErrorCode::kInvalidParameterValue);
  }
  CHECK(registry.delete_model_tag("mine", "missing"));
  CHECK(registry.delete_alias("mine", "missing", {}));
}

TEST_CASE_METHOD(RegistryFixture, "a name is as long as its characters", "[registry]") {
  std::string name;
  for (int i = 0; i < 256; ++i) name += "\xe6\xbc\xa2";
  CHECK(registry.create_model({name, {}, {}}));
  CHECK(code_of(registry.create_model({name + "x", {}, {}})) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(RegistryFixture, "a version may be copied by alias, stage and latest, and is kept by number",
                 "[registry]") {
  (void)add_version("mine", "first");
  (void)add_version("mine", "second");
  REQUIRE(registry.set_alias({"mine", "1"}, "champion", {}));
  REQUIRE(registry.transition({"mine", "1"}, {"Staging", false}, {}));
  REQUIRE(registry.create_model({"copy", {}, {}}));
  const auto copy = [&](const std::string& source) {
    return registry.create_version({"copy", source, "", "", "", "", {}});
  };
  const auto original = registry.get_version({"mine", "1"});
  for (const auto* source :
       {"models:/mine@champion", "models:/mine/Staging", "models:/mine/staging", "models:/mine/1"}) {
    const auto version = copy(source);
    INFO(source);
    REQUIRE(version);
    CHECK(version->source == "models:/mine/1");
    CHECK(version->artifact_uri == original->artifact_uri);
    CHECK(version->file_sha256 == original->file_sha256);
    CHECK(version->run_id == original->run_id);
  }
  for (const auto* source : {"models:/mine/latest", "models:/mine/LATEST", "models:/mine@latest"}) {
    CHECK(copy(source)->source == "models:/mine/2");
  }
  for (const auto* source : {"models:/mine@nobody", "models:/mine/Foo", "models:/mine", "models:/mine/",
                             "models:/mine/1/x", "models:/"}) {
    INFO(source);
    CHECK(code_of(copy(source)) == ErrorCode::kInvalidParameterValue);
  }
  for (const auto* source : {"models:/nobody@champion", "models:/mine/Production", "models:/nobody/latest",
                             "models:/mine@champion/x", "models:/copied@latest", "models:/m-mine@champion"}) {
    INFO(source);
    CHECK(code_of(copy(source)) == ErrorCode::kResourceDoesNotExist);
  }
}

TEST_CASE_METHOD(RegistryFixture, "an alias names one version and ends with it", "[registry]") {
  add_version("mine", "1");
  add_version("mine", "2");
  REQUIRE(registry.set_alias({"mine", "1"}, "best"));
  REQUIRE(registry.set_alias({"mine", "2"}, "best"));
  CHECK(registry.get_by_alias("mine", "best")->version == 2);
  CHECK(registry.get_by_alias("mine", "latest")->version == 2);
  REQUIRE(registry.delete_version({"mine", "2"}));
  CHECK(code_of(registry.get_by_alias("mine", "best")) == ErrorCode::kInvalidParameterValue);
  CHECK(registry.delete_alias("mine", "best"));
  for (const auto* alias : {"", "latest", "LATEST", "v1", "V22", "a b", "a.b"}) {
    CHECK(code_of(registry.set_alias({"mine", "1"}, alias)) == ErrorCode::kInvalidParameterValue);
  }
  CHECK(code_of(registry.set_alias({"mine", "9"}, "a")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(registry.set_alias({"nobody", "1"}, "a")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(RegistryFixture, "stages are four, and archiving is for two of them", "[registry]") {
  add_version("mine", "1");
  add_version("mine", "2");
  REQUIRE(registry.transition({"mine", "1"}, {"STAGING", false}));
  REQUIRE(registry.transition({"mine", "2"}, {"staging", true}));
  CHECK(registry.get_version({"mine", "1"})->stage == Stage::kArchived);
  CHECK(registry.get_model("mine")->latest_versions.size() == 2);
  CHECK(code_of(registry.transition({"mine", "1"}, {"Best", false})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.transition({"mine", "1"}, {"None", true})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.latest_versions_of("mine", {"Best"})) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(RegistryFixture, "prompts are found only by those who ask for them", "[registry][search]") {
  const KeyValue is_prompt{"mlflow.prompt.is_prompt", "true"};
  REQUIRE(registry.create_model({"model", {}, {}}));
  REQUIRE(registry.create_model({"prompt", {}, {is_prompt}}));
  const auto names = [&](const std::string& filter) {
    std::string found;
    const auto page = registry.search_models({filter, {}, 100, ""});
    for (const auto& model : page->items) found += model.name + " ";
    return found;
  };
  CHECK(names("") == "model ");
  CHECK(names("tag.`mlflow.prompt.is_prompt` != 'true'") == "model ");
  CHECK(names("tag.`mlflow.prompt.is_prompt` = 'true'") == "prompt ");
  CHECK(code_of(registry.search_models({"size = 'x'", {}, 100, ""})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.search_models({"", {}, 1001, ""})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.search_versions({"current_stage = 'None'", {}, 100, ""})) ==
        ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(RegistryFixture, "a version without one model file has nothing to download",
                 "[registry][files]") {
  add_version("mine", "text", "readme.txt");
  CHECK(code_of(registry.version_file("mine", "1")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(registry.version_file("mine", "best")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(registry.version_file("nobody", "1")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(registry.file_by_sha256(std::string(64, '0'))) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(RegistryFixture, "files of a version are read below its source", "[registry]") {
  add_version("mine", "bytes");
  CHECK(registry.artifact_of({"mine", "1"}, "model.onnx")->artifact.size == 5);
  CHECK(code_of(registry.artifact_of({"mine", "1"}, "../model.onnx")) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(registry.artifact_of({"mine", "1"}, "other")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(registry.artifact_of({"mine", "2"}, "model.onnx")) == ErrorCode::kResourceDoesNotExist);
}

TEST_CASE_METHOD(RegistryFixture, "models and versions are searched by what MLflow's are", "[registry]") {
  add_version("mine", "bytes");
  const auto models = [&](const std::string& filter, const std::string& order) {
    return registry.search_models({filter, {order}, 100, ""});
  };
  const auto versions = [&](const std::string& filter, const std::string& order) {
    return registry.search_versions({filter, {order}, 100, ""});
  };
  for (const auto* filter : {"last_updated_timestamp > 1", "tags.x IS NULL", "version_number = 1"}) {
    CHECK(code_of(models(filter, "name")) == ErrorCode::kInvalidParameterValue);
  }
  CHECK(code_of(models("", "tags.x")) == ErrorCode::kInvalidParameterValue);
  CHECK(models("name IN ('mine')", "timestamp DESC")->items.size() == 1);
  for (const auto* filter : {"creation_timestamp > 1", "tags.x IS NULL", "current_stage = 'None'"}) {
    CHECK(code_of(versions(filter, "name")) == ErrorCode::kInvalidParameterValue);
  }
  CHECK(code_of(versions("", "tags.x")) == ErrorCode::kInvalidParameterValue);
  CHECK(versions("version_number = 1", "creation_timestamp")->items.size() == 1);
  CHECK(versions("version_number >= '1'", "name")->items.size() == 1);
}

TEST_CASE_METHOD(RegistryFixture, "the latest of no versions is not there", "[registry]") {
  REQUIRE(registry.create_model({"mine", {}, {}}));
  CHECK(code_of(registry.get_by_alias("mine", "Latest")) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(registry.get_by_alias("mine", "other")) == ErrorCode::kInvalidParameterValue);
}
