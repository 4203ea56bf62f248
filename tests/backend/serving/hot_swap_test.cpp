// Proves that promotions under load lose no request and mix no two models, and how versions beside production
// come and go.
#include <atomic>
#include <catch_amalgamated.hpp>
#include <set>
#include <thread>

#include "scoring_fixture.h"

namespace shohin {
namespace {

using nlohmann::json;

// Iris with its classes in another order: an answer made of two models would show.
Model turned_iris() {
  auto contract = parse_contract(read_example("iris.contract.json")).value();
  std::swap(contract.classes[0], contract.classes[2]);
  const auto table = read_csv(read_example("iris.csv"), contract).value();
  return train_model(table, {.n_estimators = 3, .max_depth = 3}, 7, 1).value();
}

std::string predict_request() {
  const std::string body = kSetosa;
  return "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST_CASE("models are swapped under load without a lost or a mixed answer", "[serving]") {
  Shop shop;
  const auto first = *ServedModels::load({"iris", "1", ""}, shop.write("first", train_example("iris")));
  const auto second = *ServedModels::load({"iris", "2", ""}, shop.write("second", turned_iris()));
  shop.models.publish(first);
  std::atomic<bool> done{false};
  std::atomic<int> answered{0};
  std::vector<std::string> wrong(3);
  std::vector<std::thread> clients;
  for (auto& fault : wrong) {
    clients.emplace_back([&] {
      const RawClient client(shop.server->port);
      while (!done && fault.empty()) {
        (void)client.send(predict_request());
        const auto raw = client.read_answer();
        const auto answer = json::parse(body_of_answer(raw), nullptr, false);
        const bool whole = status_of_answer(raw) == 200 && answer["prediction"] == "setosa" &&
                           answer["class_index"] == (answer["model"]["version"] == "1" ? 0 : 2);
        if (!whole) fault = raw.empty() ? "no answer" : raw;
        ++answered;
      }
    });
  }
  for (int i = 0; i < 2000 || answered < 500; ++i) shop.models.publish(i % 2 == 0 ? second : first);
  done = true;
  for (auto& client : clients) client.join();
  for (const auto& fault : wrong) CHECK(fault.empty());
}

TEST_CASE("a version beside production is loaded once, and the least wanted makes room", "[serving]") {
  Shop shop;
  for (const auto* version : {"1", "2", "3"}) {
    shop.shelved.add("iris", version, shop.write(version, train_example("iris")));
  }
  const auto one = shop.versions.get("iris", "1");
  REQUIRE(one.has_value());
  CHECK((*one)->file == nullptr);
  CHECK(*shop.versions.get("iris", "1") == *one);
  (void)shop.versions.get("iris", "2");
  CHECK(*shop.versions.get("iris", "1") == *one);
  (void)shop.versions.get("iris", "3");  // two are held: 2 goes
  CHECK(shop.versions.count() == 2);
  CHECK(*shop.versions.get("iris", "1") == *one);
  const auto two = shop.versions.get("iris", "2");
  CHECK(two.has_value());
  CHECK((*one)->identity.version == "1");  // whoever holds one goes on with it
}

TEST_CASE("an alias means another version as soon as it is moved", "[serving]") {
  Shop shop;
  for (const auto* version : {"1", "2"}) {
    shop.shelved.add("iris", version, shop.write(version, train_example("iris")));
  }
  for (const auto* version : {"1", "2", "1"}) {
    shop.shelved.versions["iris/next"] = shop.shelved.versions[std::string("iris/") + version];
    CHECK((*shop.versions.get("iris", "next"))->identity.version == version);
  }
}

TEST_CASE("a version that is no model of ours says so and holds nothing", "[serving]") {
  Shop shop;
  std::ofstream(shop.folder.path() / "text.onnx") << "not a model";
  shop.shelved.add("iris", "9", shop.folder.path() / "text.onnx");
  const auto refused = shop.versions.get("iris", "9");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::kInvalidParameterValue);
  CHECK(refused.error().message.starts_with("Version 9 of iris cannot be used: "));
  CHECK(shop.versions.count() == 0);
}

TEST_CASE("threads that ask for one version load it together", "[serving]") {
  Shop shop;
  shop.shelved.add("iris", "1", shop.write("1", train_example("iris")));
  std::vector<Served> got(4);
  std::vector<std::thread> threads;
  for (auto& one : got) threads.emplace_back([&] { one = *shop.versions.get("iris", "1"); });
  for (auto& thread : threads) thread.join();
  CHECK(std::set<Served>(got.begin(), got.end()).size() == 1);
}

}  // namespace
}  // namespace shohin
