// Proves that what the alias `production` names is what is served, through promotion, rollback, failure and
// restart.
#include <catch_amalgamated.hpp>
#include <chrono>
#include <future>

#include "registry_fixture.h"

using namespace shohin;

TEST_CASE_METHOD(RegistryFixture, "setting the alias serves the version", "[registry][promotion]") {
  const auto first = add_version("iris", iris());
  CHECK(served_version("iris").empty());
  REQUIRE(registry.set_alias({"iris", first}, "champion"));
  CHECK(served_version("iris").empty());
  REQUIRE(registry.set_alias({"iris", first}, "production"));
  CHECK(served_version("iris") == "1");
  CHECK(registry.get_version({"iris", "1"})->stage == Stage::kProduction);
}

TEST_CASE_METHOD(RegistryFixture, "stage and alias keep in step, and a rollback is called one",
                 "[registry][promotion]") {
  add_version("iris", iris());
  add_version("iris", iris());
  REQUIRE(registry.transition({"iris", "1"}, {"production", false}));
  CHECK(registry.get_by_alias("iris", "production")->version == 1);
  REQUIRE(registry.set_alias({"iris", "2"}, "production"));
  CHECK(registry.get_version({"iris", "1"})->stage == Stage::kArchived);
  CHECK_FALSE(registry.version_file("iris", "production")->rollback);
  REQUIRE(registry.transition({"iris", "1"}, {"Production", false}));
  CHECK(served_version("iris") == "1");
  CHECK(registry.version_file("iris", "production")->rollback);
  CHECK(registry.latest_versions_of("iris", {"Production"})->front().version == 1);
}

TEST_CASE_METHOD(RegistryFixture, "leaving production ends the service", "[registry][promotion]") {
  add_version("iris", iris());
  const auto promote = [&] { REQUIRE(registry.set_alias({"iris", "1"}, "production")); };
  promote();
  REQUIRE(registry.transition({"iris", "1"}, {"Staging", false}));
  CHECK(served_version("iris").empty());
  CHECK(code_of(registry.get_by_alias("iris", "production")) == ErrorCode::kInvalidParameterValue);
  promote();
  REQUIRE(registry.delete_alias("iris", "production"));
  CHECK(served_version("iris").empty());
  CHECK(registry.get_version({"iris", "1"})->stage == Stage::kArchived);
  promote();
  REQUIRE(registry.delete_version({"iris", "1"}));
  CHECK(served_version("iris").empty());
  add_version("iris", iris());
  REQUIRE(registry.set_alias({"iris", "2"}, "production"));
  REQUIRE(registry.delete_model("iris"));
  CHECK(served_version("iris").empty());
}

TEST_CASE_METHOD(RegistryFixture, "a foreign model is accepted, but never over one that serves",
                 "[registry][promotion]") {
  const auto foreign = add_version("foreign", "not a model");
  REQUIRE(registry.set_alias({"foreign", foreign}, "production"));
  CHECK(served_version("foreign").empty());
  REQUIRE(registry.set_alias({"iris", add_version("iris", iris())}, "production"));
  const auto bad = add_version("iris", "not a model");
  const auto refused = registry.set_alias({"iris", bad}, "production");
  CHECK(code_of(refused) == ErrorCode::kInvalidParameterValue);
  CHECK(refused.error().message.find("Version 2 of iris") != std::string::npos);
  CHECK(code_of(registry.transition({"iris", bad}, {"Production", true})) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(served_version("iris") == "1");
  CHECK(registry.get_by_alias("iris", "production")->version == 1);
}

TEST_CASE_METHOD(RegistryFixture, "what was in production is served again after a restart",
                 "[registry][promotion]") {
  REQUIRE(registry.set_alias({"iris", add_version("iris", iris())}, "production"));
  REQUIRE(registry.set_alias({"foreign", add_version("foreign", "text", "readme.txt")}, "production"));
  ServedModels after;
  RegistryService restarted(*store, after, ServedModels::load);
  CHECK(restarted.restore_served_models().empty());
  CHECK(after.all().size() == 1);
  CHECK(after.find("iris")->identity.version == "1");
}

TEST_CASE_METHOD(RegistryFixture, "a model that is renamed is served under its new name",
                 "[registry][promotion]") {
  REQUIRE(registry.set_alias({"iris", add_version("iris", iris())}, "production"));
  REQUIRE(registry.rename_model("iris", "flowers"));
  CHECK(served_version("iris").empty());
  CHECK(served_version("flowers") == "1");
  CHECK(served.find("flowers")->identity.name == "flowers");
}

TEST_CASE_METHOD(RegistryFixture, "a version's file stays what it was when it was registered",
                 "[registry][files]") {
  const auto version = add_version("iris", iris());
  const auto run = registry.get_version({"iris", version})->run_id;
  const auto other = [](const Artifacts::Take& take) {
    const std::uint8_t byte = 0;
    return take({&byte, 1});
  };
  REQUIRE(tracking.artifacts.put("0/" + run + "/artifacts/model/model.onnx", 100, other));
  const auto file = registry.version_file("iris", version);
  REQUIRE(file);
  CHECK(file->sha256 == sha256_hex(iris()));
  CHECK(file->size == iris().size());
  CHECK(registry.file_by_sha256(file->sha256)->version == "1");
  REQUIRE(tracking.artifacts.remove("0/" + run));
  CHECK(store->sweep_orphans(0).value() == 1);  // the other byte; the version's file is still wanted
  CHECK(std::filesystem::exists(file->path));
}

TEST_CASE_METHOD(RegistryFixture, "what is changed while a gate judges is not lost",
                 "[registry][promotion]") {
  const auto version = add_version("iris", iris());
  registry.guard([&](const Candidate&) -> Outcome<GateVerdict> {
    REQUIRE(registry.describe_version({"iris", version}, "told while the gate judged"));
    return GateVerdict{};
  });
  REQUIRE(registry.set_alias({"iris", version}, "production"));
  const auto promoted = registry.get_version({"iris", version});
  CHECK(promoted->stage == Stage::kProduction);
  CHECK(promoted->description == "told while the gate judged");
}

TEST_CASE_METHOD(RegistryFixture, "aliases besides production do not wait for a gate",
                 "[registry][promotion]") {
  const auto version = add_version("iris", iris());
  registry.guard([&](const Candidate&) -> Outcome<GateVerdict> {
    auto others = std::async(std::launch::async, [&] {
      return registry.set_alias({"iris", version}, "challenger").and_then([&] {
        return registry.delete_alias("iris", "challenger");
      });
    });
    REQUIRE(others.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    CHECK(others.get());
    return GateVerdict{};
  });
  REQUIRE(registry.set_alias({"iris", version}, "production"));
  CHECK(served_version("iris") == version);
}

TEST_CASE_METHOD(RegistryFixture, "while a model is renamed one of both names answers",
                 "[registry][promotion]") {
  const auto version = add_version("iris", iris());
  REQUIRE(registry.set_alias({"iris", version}, "production"));
  bool old_answers = false;
  RegistryService renaming(*store, served, [&](ModelIdentity identity, const std::filesystem::path& file) {
    old_answers = served.find("iris") != nullptr;
    return ServedModels::load(std::move(identity), file);
  });
  REQUIRE(renaming.rename_model("iris", "flowers"));
  CHECK(old_answers);
  CHECK(served.find("iris") == nullptr);
  CHECK(served_version("flowers") == version);
}

TEST_CASE_METHOD(RegistryFixture, "what takes a version out of production is audited", "[registry][audit]") {
  const Actor vera{"vera", "192.0.2.7", "request-1"};
  add_version("iris", iris());
  add_version("iris", iris());
  const auto promote = [&](const char* version) {
    REQUIRE(registry.transition({"iris", version}, {"Production", false}, {.actor = vera}));
  };
  promote("1");
  REQUIRE(registry.delete_alias("iris", "production", vera));
  REQUIRE(registry.delete_alias("iris", "production", vera));  // there is none: nothing changes
  promote("1");
  REQUIRE(registry.transition({"iris", "1"}, {"Archived", false}, {.actor = vera}));
  promote("1");
  REQUIRE(registry.delete_version({"iris", "1"}, vera));
  promote("2");
  REQUIRE(registry.delete_model("iris", vera));
  const auto entries = store->read([](Database& database) -> Outcome<std::vector<AuditEntry>> {
    return search_audit(database, {.action = "production.leave", .subject = "iris@production"});
  });
  REQUIRE(entries->size() == 4);  // newest first
  for (const auto& entry : *entries) {
    CHECK(entry.actor.user == "vera");
    CHECK(entry.change.new_value.empty());
  }
  CHECK(entries->front().change.old_value == "2");
  CHECK(entries->back().change.old_value == "1");
}
