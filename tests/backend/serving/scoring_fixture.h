// Models in production, versions beside them, and a server that scores with them in every protocol.
#pragma once

#include <map>
#include <nlohmann/json.hpp>

#include "digest/sha256.h"
#include "raw_client.h"
#include "serving/batch_routes.h"
#include "serving/inference_routes.h"
#include "serving/invocation_routes.h"
#include "serving/scoring_routes.h"
#include "temporary_directory.h"
#include "test_server.h"
#include "trained_model.h"

namespace shohin {

// What a registry would say, set by hand.
struct Shelved {
  std::map<std::string, VersionFile> versions;  // by "name/version" and "name/alias"

  VersionFinder finder() {
    return {[this](const std::string& name, const std::string& version) -> Outcome<VersionFile> {
              const auto found = versions.find(name + "/" + version);
              if (found != versions.end()) return found->second;
              return refuse(ErrorCode::kResourceDoesNotExist,
                            "There is no version " + version + " of " + name + ".");
            },
            [this](const std::string& hex) -> Outcome<VersionFile> {
              for (const auto& [key, version] : versions) {
                if (version.sha256 == hex) return version;
              }
              return refuse(ErrorCode::kResourceDoesNotExist, "There is no such file.");
            }};
  }
  void add(const std::string& name, const std::string& version, const std::filesystem::path& file) {
    VersionFile shelved;
    shelved.name = name;
    shelved.version = version;
    shelved.path = file;
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    shelved.size = bytes.size();
    shelved.sha256 = sha256_hex(bytes);
    versions[name + "/" + version] = shelved;
  }
};

// A viewer for whoever sends any Authorization.
inline Outcome<Identity> viewer_with_token(const RequestHead& head, std::string_view) {
  return head.header("authorization").empty() ? Identity{} : Identity{"vera", Role::kViewer, false};
}

struct Shop {
  Shop() {
    const Scoring scoring{{models, versions, "iris"}, [this](const Predictions& predictions) {
                            const std::lock_guard lock(mutex);
                            const auto& model = *predictions.model;
                            for (std::size_t i = 0; i < predictions.size(); ++i)
                              counted +=
                                  model.identity.name + "/" +
                                  model.model.contract.classes[best_class(predictions.answer(i))].name + " ";
                          }};
    auto routes = scoring_routes(scoring);
    for (auto& more :
         {batch_routes({scoring, slots, folder.path(), 0}), invocation_routes(scoring),
          inference_routes({scoring, "1.2.3", [this] { return models.find("iris") != nullptr; }})}) {
      routes.insert(routes.end(), more.begin(), more.end());
    }
    server = std::make_unique<TestServer>(std::move(routes), ServerOptions{}, viewer_with_token);
  }

  std::filesystem::path write(const std::string& file, const Model& model) const {
    const auto directory = folder.path() / file;
    std::filesystem::create_directories(directory);
    return write_model(directory, model);
  }
  void serve(const std::string& name, const Model& model, const std::string& version = "3") {
    auto loaded = ServedModels::load({name, version, ""}, write(name + version, model));
    REQUIRE(loaded.has_value());
    models.publish(*loaded);
  }
  void serve(const std::string& example) { serve(example, train_example(example)); }
  void serve_calibrated() { serve("bonsai", calibrated_bonsai(), "1"); }

  static Model calibrated_bonsai() {
    Model model = train_example("bonsai");
    const auto table = read_csv(read_example("bonsai.csv"), model.contract).value();
    model.calibration = calibration_json(
        {.conformal = Conformal{.rows = 100, .least_probability = std::vector<float>(30, 0.75F)},
         .novelty = fit_novelty(model.contract, {table.columns, table.labels}),
         .measurements = count_measurements(model.contract, {table.columns, table.labels})});
    return model;
  }

  std::string send(const std::string& method, const std::string& path, const std::string& body,
                   const std::string& headers = "Content-Type: application/json\r\n") const {
    const auto length =
        body.empty() && method == "GET" ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return exchange_raw(server->port, method + " " + path +
                                          " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers +
                                          length + "\r\n" + body);
  }
  std::string post(const std::string& body, const std::string& path = "/predict") const {
    return send("POST", path, body);
  }
  std::string get(const std::string& path, const std::string& headers = {}) const {
    return send("GET", path, "", headers);
  }
  nlohmann::json answer(const std::string& body, const std::string& path = "/predict") const {
    return nlohmann::json::parse(body_of_answer(post(body, path)));
  }

  TemporaryDirectory folder;
  ServedModels models;
  Shelved shelved;
  VersionModels versions{shelved.finder(), {.models = 2, .file_bytes = 1ULL << 30}};
  BatchSlots slots{1};
  std::mutex mutex;
  std::string counted;
  std::unique_ptr<TestServer> server;
};

inline constexpr const char* kToken = "Authorization: Bearer x\r\n";
inline constexpr const char* kSetosa = R"({"features": [5.1, 3.5, 1.4, 0.2]})";

}  // namespace shohin
