// A registry behind a gate, with good and bad models of the same data.
#pragma once

#include "gate/quality_gate.h"
#include "registry/registry_service.h"
#include "tracking_fixture.h"
#include "trained_model.h"

namespace shohin {

struct GateFixture : TrackingFixture {
  ServedModels served;
  DataSets data_sets{*store, served, [this] { return now; }};
  RegistryService registry{*store, served, ServedModels::load, [this] { return now; }};
  QualityGate gate{*store, data_sets, [this] { return now; }};
  const Actor actor{"vera", "192.0.2.7", "request-1"};

  GateFixture() {
    registry.guard([this](const Candidate& candidate) { return gate.judge(candidate); });
    (void)registry.create_model({"iris", {}, {}});
  }

  static Table iris_rows() {
    const auto contract = parse_contract(read_example("iris.contract.json")).value();
    return read_csv(read_example("iris.csv"), contract).value();
  }

  // Puts the rows that models are measured on onto the server; gives their digest.
  std::string put_iris() {
    REQUIRE(data_sets.keep_contract(iris_rows().contract, {}));
    const auto rows = read_example("iris.csv");
    const auto read = [&](const DataSets::Take& take) {
      return take({reinterpret_cast<const std::uint8_t*>(rows.data()), rows.size()});
    };
    const auto kept = data_sets.put({.contract = "iris"}, read);
    REQUIRE(kept);
    return kept->data_digest;
  }

  std::string add_version(const std::string& bytes) {
    const auto run = new_run();
    const auto read = [&](const Artifacts::Take& take) {
      return take({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    };
    REQUIRE(tracking.artifacts.put("0/" + run + "/artifacts/model.onnx", 10'000'000, read));
    const auto version =
        registry.create_version({"iris", "runs:/" + run + "/model.onnx", run, "", "", "", {}});
    REQUIRE(version);
    return std::to_string(version->version);
  }
  std::string add_version(const Table& rows) {
    const auto file = write_onnx(train_model(rows, {.n_estimators = 10, .max_depth = 5}, 42, 1).value());
    return add_version(std::string(file.begin(), file.end()));
  }
  std::string add_good() { return add_version(iris_rows()); }
  // One that takes every versicolor for a virginica.
  std::string add_blind() {
    auto rows = iris_rows();
    for (auto& label : rows.labels) label = label == 1 ? 2 : label;
    return add_version(rows);
  }

  Outcome<void> promote(const std::string& version, const std::string& reason = "") {
    return registry.set_alias({"iris", version}, "production", {actor, reason});
  }
  [[nodiscard]] std::string served_version() const {
    const auto model = served.find("iris");
    return model ? model->identity.version : "";
  }
  std::vector<AuditEntry> audit() {
    return store
        ->read([](Database& database) -> Outcome<std::vector<AuditEntry>> {
          return search_audit(database, {.subject = "iris@production"});
        })
        .value();
  }
};

}  // namespace shohin
