// Proves that no number that a client may send for a whole number, a number or a choice of MLflow's API
// breaks the server, whichever field it comes in.
#include <catch_amalgamated.hpp>

#include "http/call_route.h"
#include "registry/routes.h"
#include "registry_fixture.h"
#include "tracking/routes.h"

using namespace shohin;

namespace {

constexpr const char* kNumbers[] = {
    "-1", "0", "1", "4", "9", "1.5", "1e999", "2147483648", "9223372036854775807", "-9223372036854775808"};

bool takes_numbers(const Field& field) {
  return field.type == FieldType::kInteger || field.type == FieldType::kNumber ||
         field.type == FieldType::kMlflowNumber || !field.choices.empty();
}

// Fills in what a route reads with good values; only the field with the number `target` gets `number`.
struct Filling {
  std::string run, model, number;
  int target = 0;
  int seen = 0;

  std::string of_text(const Field& field) const {
    if (field.name == "run_id" || field.name == "run_ids") return run;
    if (field.name == "model_id") return model;
    if (field.name == "experiment_id" || field.name == "experiment_ids") return "0";
    return field.name == "version" ? "1" : "m";
  }

  std::string value(const Field& field) {
    if (takes_numbers(field)) return seen++ == target ? number : field.choices.empty() ? "1" : "\"\"";
    if (field.type == FieldType::kFlag) return "false";
    if (field.type == FieldType::kObject) return object_of(field.fields);
    if (field.type == FieldType::kList) {
      auto item = field.fields[0];
      item.name = field.name;
      return "[" + value(item) + "]";
    }
    return "\"" + of_text(field) + "\"";
  }

  std::string object_of(const std::vector<Field>& fields) {
    std::string json = "{";
    for (const auto& field : fields) {
      if (field.name == "filter" || field.name == "order_by" || field.name == "page_token") continue;
      json += (json.size() > 1 ? ",\"" : "\"") + field.name + "\":" + value(field);
    }
    return json + "}";
  }

  std::string query_of(const std::vector<Field>& fields) {
    std::string query = "?";
    for (const auto& field : fields) {
      if (field.name == "filter" || field.name == "order_by" || field.name == "page_token") continue;
      query += field.name + "=" + (takes_numbers(field) ? value(field) : of_text(field)) + "&";
    }
    query.pop_back();
    return query;
  }
};

struct Fixture : RegistryFixture {
  std::string run = new_run();
  std::string model = tracking.logged_models.create({"0", "m", "", "", {}, {}}).value().model_id;
  std::vector<Route> routes = tracking_routes(tracking);

  Fixture() {
    for (auto& route : registry_routes(registry)) routes.push_back(std::move(route));
    REQUIRE(registry.create_model({"m", {}, {}}));
    REQUIRE(registry.create_version({"m", "dummy-source", "", "", "", "", {}}));
  }

  std::string path_of(const Route& route) const {
    auto path = route.pattern;
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
      const auto close = path.find('}', open);
      path.replace(open, close - open + 1, path.substr(open, close - open) == "{model_id" ? model : "m");
    }
    return path;
  }

  // Nothing when the route has no such field.
  std::optional<TestAnswer> send(const Route& route, int target, const std::string& number) {
    Filling filling{run, model, number, target};
    TestCall call{.method = route.method, .path = path_of(route)};
    if (!route.operation.body.empty()) {
      call.body = filling.object_of(route.operation.body.front());
    } else if (!route.operation.query.empty()) {
      call.path += filling.query_of(route.operation.query);
    }
    if (filling.seen <= target) return std::nullopt;
    return call_route(routes, call);
  }
};

}  // namespace

TEST_CASE("any number in any field of MLflow's API is taken or refused by name",
          "[registry][tracking][http]") {
  Fixture f;
  int fields = 0;
  for (const auto& route : f.routes) {
    if (route.operation.summary.empty()) continue;  // the same once more, below /ajax-api
    for (int target = 0; f.send(route, target, "1"); ++target) {
      ++fields;
      for (const std::string number : kNumbers) {
        for (const auto& sent : {number, "\"" + number + "\""}) {
          const auto answer = f.send(route, target, sent);
          INFO(route.pattern << " field " << target << " " << sent << ": " << answer->body);
          CHECK(answer->status < 500);
        }
      }
    }
  }
  CHECK(fields > 25);
  CHECK(f.tracking.logged_models.get(f.model)->status != ModelStatus::kUnspecified);
  const auto found = f.tracking.runs.get(f.run);
  REQUIRE(found);
  CHECK(found->info.status != RunStatus{});
}

TEST_CASE("a status of a logged model is one of three, by name or number", "[registry][tracking][http]") {
  Fixture f;
  const auto set = [&](const std::string& status) {
    return call_route(f.routes, {.method = Method::kPatch,
                                 .path = "/api/2.0/mlflow/logged-models/" + f.model,
                                 .body = "{\"model_id\": \"" + f.model + "\", \"status\": " + status + "}"});
  };
  for (const auto* good : {"1", "2", "3", "\"LOGGED_MODEL_READY\"", "\"LOGGED_MODEL_PENDING\"", "\"2\"",
                           "\"LOGGED_MODEL_UPLOAD_FAILED\""}) {
    CHECK(set(good).status == 200);
  }
  for (const auto* bad :
       {"-1", "0", "4", "9", "256", "257", "9223372036854775807", "\"READY\"", "\"\"", "\"0\"", "null"}) {
    const auto answer = set(bad);
    INFO(bad << ": " << answer.body);
    CHECK(answer.status == 400);
    CHECK(answer.body.find("INVALID_PARAMETER_VALUE") != std::string::npos);
    CHECK(answer.body.find("'status'") != std::string::npos);
  }
  CHECK(f.tracking.logged_models.get(f.model)->status == ModelStatus::kUploadFailed);
}
