// Proves that a DVC remote keeps only what has the MD5 that it is named by.
#include "datasets/dvc_remote.h"

#include <catch_amalgamated.hpp>

#include "call_route.h"
#include "data_fixture.h"

using namespace shohin;

namespace {

struct DvcFixture : DataFixture {
  DvcRemote remote{*store};
  std::vector<Route> routes = dvc_routes(remote);

  static std::string path_of(const std::string& name) {
    return "/api/shohin/v1/dvc/files/md5/" + name.substr(0, 2) + "/" + name.substr(2);
  }
  int put(Method method, const std::string& name, const std::string& body) {
    return call_route(routes, {method, path_of(name), body, "application/octet-stream"}).status;
  }
};

constexpr auto kAbc = "900150983cd24fb0d6963f7d28e17f72";  // printf abc | md5sum

}  // namespace

TEST_CASE_METHOD(DvcFixture, "an object is pushed once or twice and pulled", "[datasets][dvc]") {
  CHECK(call_route(routes, {.path = path_of(kAbc)}).status == 404);
  CHECK(put(Method::kPost, kAbc, "abc") == 200);
  CHECK(put(Method::kPut, kAbc, "abc") == 200);
  CHECK(put(Method::kPost, std::string(kAbc) + ".dir", "abc") == 200);
  const auto pulled = call_route(routes, {.path = path_of(kAbc)});
  CHECK(pulled.status == 200);
  const auto& file = std::get<FileBody>(pulled.response.body);
  CHECK(file.size == 3);
  CHECK(file.path == store->blobs().path_of(sha256_hex(std::string_view("abc"))));
  CHECK(store->sweep_orphans(0).value() == 0);
}

TEST_CASE_METHOD(DvcFixture, "an object is removed, and the log says by whom", "[datasets][dvc]") {
  const auto remove = [&] { return call_route(routes, {Method::kDelete, path_of(kAbc)}).status; };
  CHECK(remove() == 404);
  CHECK(put(Method::kPost, kAbc, "abc") == 200);
  CHECK(put(Method::kPost, kAbc, "abc") == 200);
  CHECK(remove() == 200);
  CHECK(call_route(routes, {.path = path_of(kAbc)}).status == 404);
  CHECK(store->sweep_orphans(0).value() == 1);
  for (const std::string action : {"dvc.add", "dvc.remove"}) {
    const auto audit = store->read([&](Database& database) -> Outcome<std::vector<AuditEntry>> {
      return search_audit(database, {.action = action});
    });
    REQUIRE(audit->size() == 1);
    CHECK(audit->front().actor.user == "vera");
  }
}

TEST_CASE_METHOD(DvcFixture, "an object with another MD5 is refused and leaves nothing", "[datasets][dvc]") {
  const auto refused = call_route(routes, {Method::kPost, path_of(kAbc), "abd", "application/octet-stream"});
  CHECK(refused.status == 400);
  CHECK(refused.body.find("\"field\":\"md5\"") != std::string::npos);
  CHECK(call_route(routes, {.path = path_of(kAbc)}).status == 404);
  CHECK(file_count() == 0);
  for (const std::string name :
       {"0cABCD", "..%2f..%2f..%2fetc%2fpasswd", "900150983cd24fb0d6963f7d28e17f72.exe"}) {
    CHECK(put(Method::kPut, name, "abc") == 400);
    CHECK(call_route(routes, {.path = path_of(name)}).status == 400);
  }
}
