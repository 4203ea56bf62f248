// Proves that the routes of data sets and contracts are strict: every fault names its field.
#include "datasets/dataset_routes.h"

#include <catch_amalgamated.hpp>

#include "call_route.h"
#include "data_fixture.h"

using namespace shohin;

namespace {

struct RoutesFixture : DataFixture {
  std::vector<Route> routes = dataset_routes(data_sets);
  const std::string digest = digest_of("iris");
  const std::string address = "/api/shohin/v1/datasets/" + digest;

  TestAnswer call(TestCall wanted) { return call_route(routes, wanted); }
  TestAnswer put(const std::string& query, const std::string& type = "text/csv") {
    return call({Method::kPut, address + query, read_example("iris.csv"), type});
  }
  static bool names(const TestAnswer& answer, const std::string& field) {
    return answer.body.find("\"field\":\"" + field + "\"") != std::string::npos;
  }
};

}  // namespace

TEST_CASE_METHOD(RoutesFixture, "a data set travels through the routes", "[datasets][routes]") {
  const auto contract = call({Method::kPost, "/api/shohin/v1/contracts", read_example("iris.contract.json")});
  REQUIRE(contract.status == 200);
  CHECK(call({.path = "/api/shohin/v1/contracts"}).body.find("\"contracts\":[{") != std::string::npos);
  CHECK(call({.path = "/api/shohin/v1/contracts/iris"}).body.find("shohin.contract/1") != std::string::npos);
  CHECK(put("?contract=iris&note=first").status == 200);
  const auto told = parse_json(call({.path = address}).body).value();
  CHECK(told["rows"].as_number() == 150);
  CHECK(told["user"].as_string() == "vera");
  CHECK(told["note"].as_string() == "first");
  CHECK(told["parent"].is_null());
  const auto changed = call({Method::kPatch, address, R"({"note": "second", "name": "flowers"})"});
  CHECK(changed.body.find("\"name\":\"flowers\"") != std::string::npos);
  CHECK(call({.path = "/api/shohin/v1/datasets"}).body.find(digest) != std::string::npos);
  const auto data = call({.path = address + "/data"});
  CHECK(std::get<FileBody>(data.response.body).size == read_example("iris.csv").size());
  CHECK(data.response.content_type == "text/csv; charset=utf-8");
  CHECK(call({.path = address + "/lineage"}).body.find("\"runs\":[]") != std::string::npos);
  CHECK(call({Method::kDelete, address}).body == "{}");
  CHECK(call({Method::kDelete, address}).status == 404);
}

TEST_CASE_METHOD(RoutesFixture, "a digest need not be named", "[datasets][routes]") {
  call({Method::kPost, "/api/shohin/v1/contracts", read_example("iris.contract.json")});
  const auto kept =
      call({Method::kPost, "/api/shohin/v1/datasets?contract=iris", read_example("iris.csv"), "text/csv"});
  CHECK(kept.status == 200);
  CHECK(kept.body.find(digest) != std::string::npos);
}

TEST_CASE_METHOD(RoutesFixture, "what is wrong is named", "[datasets][routes]") {
  call({Method::kPost, "/api/shohin/v1/contracts", read_example("iris.contract.json")});
  CHECK(names(put(""), "contract"));
  CHECK(names(put("?contract=iris&colour=red"), "colour"));
  CHECK(names(put("?contract=iris&contract=iris"), "contract"));
  CHECK(names(put("?contract=roses"), "contract"));
  CHECK(put("?contract=iris", "text/plain").status == 415);
  const auto rows = call({Method::kPost, "/api/shohin/v1/datasets?contract=iris", "a,b\n1,2\n", "text/csv"});
  CHECK(rows.status == 422);
  CHECK(names(call({Method::kPatch, address, R"({"size": 1})"}), "size"));
  CHECK(names(call({Method::kPatch, address, R"({"note": 1})"}), "note"));
  CHECK(call({Method::kPatch, address, "[]"}).status == 400);
  CHECK(call({Method::kPatch, address, "{"}).status == 400);
  CHECK(names(call({.path = "/api/shohin/v1/datasets?max_results=0"}), "max_results"));
  CHECK(names(call({.path = "/api/shohin/v1/datasets?max_results=x"}), "max_results"));
  CHECK(names(call({.path = "/api/shohin/v1/datasets?page_token=x"}), "page_token"));
  CHECK(names(call({.path = "/api/shohin/v1/datasets/none"}), "data_digest"));
  const auto number = call({.path = "/api/shohin/v1/datasets/1e5"});
  CHECK(number.body.find(R"("value":"1e5")") != std::string::npos);
  CHECK(call({.path = "/api/shohin/v1/datasets/123"}).body.find(R"("value":"123")") != std::string::npos);
  CHECK(call({.path = address}).status == 404);
  CHECK(call({.path = address + "/data"}).status == 404);
  CHECK(call({.path = address + "/lineage"}).status == 404);
  CHECK(call({.path = "/api/shohin/v1/contracts/roses"}).status == 404);
  CHECK(names(call({Method::kPost, "/api/shohin/v1/contracts", R"({"name": "x"})"}), "schema"));
}
