// Proves that the audit log keeps what it is told with the change itself, and can only grow.
#include "store/audit_rows.h"

#include <catch_amalgamated.hpp>

#include "store/store.h"
#include "temporary_directory.h"

using namespace shohin;

namespace {

const Actor kVera{"vera", "192.0.2.7", "0123456789abcdef"};

struct AuditFixture {
  TemporaryDirectory folder;
  std::unique_ptr<Store> store = std::move(Store::open({.directory = folder.path()}).value());

  void append(const Actor& actor, const AuditedChange& change, std::int64_t time) {
    REQUIRE(store->write([&](Database& database) -> Outcome<void> {
      append_audit(database, actor, change, time);
      return {};
    }));
  }

  std::vector<AuditEntry> search(const AuditQuery& query) {
    return store
        ->read([&](Database& database) -> Outcome<std::vector<AuditEntry>> {
          return search_audit(database, query);
        })
        .value();
  }
};

}  // namespace

TEST_CASE("an entry says who, what, from what to what, why, from where and when", "[store][audit]") {
  AuditFixture f;
  f.append(kVera, {"alias.set", "bonsai@production", "3", "4", "the gate's data set is stale"},
           1'700'000'000'123);
  const auto found = f.search({});
  REQUIRE(found.size() == 1);
  CHECK(found[0].time == 1'700'000'000'123);
  CHECK(found[0].actor.user == "vera");
  CHECK(found[0].actor.address == "192.0.2.7");
  CHECK(found[0].actor.request_id == "0123456789abcdef");
  CHECK(found[0].change.action == "alias.set");
  CHECK(found[0].change.subject == "bonsai@production");
  CHECK(found[0].change.old_value == "3");
  CHECK(found[0].change.new_value == "4");
  CHECK(found[0].change.reason == "the gate's data set is stale");
}

TEST_CASE("entries are found by user, action, subject and page, the newest first", "[store][audit]") {
  AuditFixture f;
  for (int i = 0; i < 4; ++i) {
    f.append({i % 2 == 0 ? "vera" : "stan", "", ""}, {"user.role", "u" + std::to_string(i)}, i);
  }
  const auto all = f.search({});
  REQUIRE(all.size() == 4);
  CHECK(all[0].change.subject == "u3");
  CHECK(f.search({.user = "vera"}).size() == 2);
  CHECK(f.search({.action = "user.add"}).empty());
  CHECK(f.search({.subject = "u1"}).size() == 1);
  const auto second_page = f.search({.before = all[1].entry, .limit = 1});
  REQUIRE(second_page.size() == 1);
  CHECK(second_page[0].change.subject == "u1");
}

TEST_CASE("an entry is not kept without the change that it tells of", "[store][audit]") {
  AuditFixture f;
  CHECK_FALSE(f.store->write([&](Database& database) -> Outcome<void> {
    append_audit(database, kVera, {"user.remove", "stan"}, 1);
    return refuse(ErrorCode::kBadRequest, "no");
  }));
  CHECK(f.search({}).empty());
}

TEST_CASE("the audit log can be neither rewritten nor shortened", "[store][audit]") {
  AuditFixture f;
  f.append(kVera, {"user.add", "stan"}, 1);
  for (const char* sql : {"UPDATE audit SET user_name='nobody'", "DELETE FROM audit"}) {
    INFO(sql);
    CHECK_FALSE(f.store->write([&](Database& database) -> Outcome<void> {
      database.execute(sql);
      return {};
    }));
  }
  CHECK(f.search({.user = "vera"}).size() == 1);
}
