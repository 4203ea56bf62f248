// A registry on a store of its own, with real model files to register.
#pragma once

#include "registry/registry_service.h"
#include "tracking_fixture.h"
#include "trained_model.h"

namespace shohin {

struct RegistryFixture : TrackingFixture {
  ServedModels served;
  RegistryService registry{*store, served, ServedModels::load, [this] { return now; }};

  // Uploads the bytes as model/<name> of a new run and registers them; gives the version's number.
  std::string add_version(const std::string& model, const std::string& bytes,
                          const std::string& name = "model.onnx") {
    (void)registry.create_model({model, {}, {}});  // the first time only
    const auto run = new_run();
    const auto read = [&](const Artifacts::Take& take) {
      return take({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    };
    REQUIRE(tracking.artifacts.put("0/" + run + "/artifacts/model/" + name, 1'000'000, read));
    const auto version = registry.create_version({model, "runs:/" + run + "/model", run, "", "", "", {}});
    REQUIRE(version);
    return std::to_string(version->version);
  }

  static const std::string& iris() {
    static const std::string bytes = [] {
      const auto file = write_onnx(train_example("iris"));
      return std::string(file.begin(), file.end());
    }();
    return bytes;
  }

  std::string served_version(const std::string& model) const {
    const auto found = served.find(model);
    return found ? found->identity.version : "";
  }
};

}  // namespace shohin
