// Proves that a data set is kept only when its rows keep their contract and have the digest that was named.
#include <catch_amalgamated.hpp>
#include <fstream>

#include "data_fixture.h"

using namespace shohin;

TEST_CASE_METHOD(DataFixture, "a data set is kept under its digest and read back", "[datasets]") {
  const auto digest = digest_of("iris");
  REQUIRE(data_sets.keep_contract(contract_of("iris"), {}));
  const auto kept =
      data_sets.put({.data_digest = digest, .contract = "iris", .note = "from 1936", .actor = {"vera"}},
                    text(read_example("iris.csv")));
  REQUIRE(kept);
  CHECK(kept->row_count == 150);
  CHECK(kept->name == "iris");
  CHECK(kept->user == "vera");
  CHECK(kept->note == "from 1936");
  const auto table = data_sets.table(digest);
  REQUIRE(table);
  CHECK(data_digest(*table) == digest);
  const auto file = data_sets.file(digest);
  REQUIRE(file);
  std::ifstream in(file->path, std::ios::binary);
  CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == read_example("iris.csv"));
}

TEST_CASE_METHOD(DataFixture, "the same rows as JSON are the same data set", "[datasets]") {
  const auto digest = put_example("iris");
  const auto table = data_sets.table(digest).value();
  JsonArray rows;
  for (std::uint32_t row = 0; row < table.row_count(); ++row) {
    JsonObject object;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      object.emplace_back(table.contract.features[i].name, static_cast<double>(table.columns[i][row]));
    object.emplace_back(table.contract.target, table.contract.classes[table.labels[row]].name);
    rows.emplace_back(std::move(object));
  }
  const auto again =
      data_sets.put({.data_digest = digest, .contract = "iris", .format = DataFormat::kJson, .note = "other"},
                    text(write_json(rows)));
  REQUIRE(again);
  CHECK(again->format == DataFormat::kCsv);  // the first that came is kept
  CHECK(again->note.empty());
  CHECK(data_sets.list(10, "")->items.size() == 1);
}

TEST_CASE_METHOD(DataFixture, "what is not what was named leaves nothing", "[datasets]") {
  REQUIRE(data_sets.keep_contract(contract_of("iris"), {}));
  const auto put = [&](DataUpload upload, std::string rows) {
    return data_sets.put(upload, text(std::move(rows)));
  };
  const auto other = put({.data_digest = digest_of("iris"), .contract = "iris"},
                         "sepal_length,sepal_width,petal_length,petal_width,species\n5,3,1,0.2,setosa\n");
  REQUIRE(code_of(other) == ErrorCode::kInvalidParameterValue);
  CHECK(other.error().faults.first().code == FaultCode::kDigestMismatch);
  CHECK(other.error().faults.first().field == "data_digest");
  const auto bad =
      put({.contract = "iris"}, "sepal_length,sepal_width,petal_length,petal_width,species\n5,3,1,99,rose\n");
  REQUIRE(code_of(bad) == ErrorCode::kInvalidRow);
  CHECK(bad.error().faults.count() == 2);
  CHECK(bad.error().faults.first().field == "petal_width");
  const auto rows = read_example("iris.csv");
  CHECK(code_of(put({.contract = "roses"}, rows)) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(put({.data_digest = "abc", .contract = "iris"}, rows)) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(put({.contract = "iris", .parent = std::string(64, '0')}, rows)) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(code_of(put({.contract = "iris", .note = std::string(kNoteBytes + 1, 'x')}, rows)) ==
        ErrorCode::kInvalidParameterValue);
  const auto cut_off = [](const DataSets::Take&) -> Outcome<void> {
    return refuse(ErrorCode::kBadRequest, "the client went away");
  };
  CHECK(code_of(data_sets.put({.contract = "iris"}, cut_off)) == ErrorCode::kBadRequest);
  CHECK(data_sets.list(10, "")->items.empty());
  CHECK(file_count() == 0);
}

TEST_CASE_METHOD(DataFixture, "a contract is found by digest, by name and by the model that is served",
                 "[datasets]") {
  const auto contract = contract_of("iris");
  CHECK(code_of(data_sets.find_contract("iris")) == ErrorCode::kInvalidParameterValue);
  const auto file = write_model(folder.path(), train_example("iris"));
  served.publish(ServedModels::load({"flowers", "1", ""}, file).value());
  const auto by_model = data_sets.find_contract("flowers");
  REQUIRE(by_model);
  const auto kept = data_sets.put({.contract = "flowers"}, text(read_example("iris.csv")));
  REQUIRE(kept);
  CHECK(kept->contract_digest == by_model->digest);
  CHECK(data_sets.find_contract(by_model->digest)->name == "iris");
  CHECK(data_sets.find_contract("iris")->digest == by_model->digest);
  CHECK(canonical_contract(read_stored_contract(*by_model).value()) == canonical_contract(contract));
}

TEST_CASE_METHOD(DataFixture, "a parent is on the server and no descendant", "[datasets]") {
  const auto iris = put_example("iris"), bonsai = put_example("bonsai");
  REQUIRE(data_sets.describe(iris, {.parent = bonsai, .note = "made from it"}, {}));
  CHECK(data_sets.get(iris)->note == "made from it");
  CHECK(code_of(data_sets.describe(bonsai, {.parent = iris}, {})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(data_sets.describe(iris, {.parent = iris}, {})) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(data_sets.describe(iris, {.parent = std::string(64, 'a')}, {})) ==
        ErrorCode::kInvalidParameterValue);
  CHECK(data_sets.lineage(bonsai, 10, "")->children == std::vector{iris});
  REQUIRE(data_sets.describe(iris, {.parent = ""}, {}));
  CHECK_FALSE(data_sets.get(iris)->parent);
  CHECK(code_of(data_sets.get(std::string(64, 'a'))) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(data_sets.describe(std::string(64, 'a'), {}, {})) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(data_sets.get("../../etc")) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(DataFixture, "lists are paged, the newest first", "[datasets]") {
  const auto first = put_example("iris");
  now += 1000;
  const auto second = put_example("breast_cancer");
  const auto page = data_sets.list(1, "");
  REQUIRE(page->items.size() == 1);
  CHECK(page->items[0].data_digest == second);
  const auto next = data_sets.list(1, page->next_page_token);
  CHECK(next->items[0].data_digest == first);
  CHECK(next->next_page_token.empty());
  CHECK(code_of(data_sets.list(0, "")) == ErrorCode::kInvalidParameterValue);
  CHECK(code_of(data_sets.list(1, "no token")) == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(DataFixture, "lineage finds the runs that had the data as an input", "[datasets][lineage]") {
  const auto digest = put_example("iris");
  const auto use = [&](const std::string& source) {
    const auto run = new_run();
    REQUIRE(tracking.runs.log_inputs(
        run,
        {{{"iris", digest.substr(0, 32), "code", source, {}, {}}, {{"mlflow.data.context", "training"}}}},
        {}));
    return run;
  };
  const auto run = use("{\"tags\":{\"shohin.data_digest\":\"" + digest + "\"}}");
  const auto later = use("{\"tags\":{\"shohin.data_digest\":\"" + digest + "\"}}");
  REQUIRE(tracking.runs.remove(later));
  const auto lineage = data_sets.lineage(digest, 10, "");
  REQUIRE(lineage);
  REQUIRE(lineage->runs.items.size() == 2);
  CHECK(lineage->runs.items[0].run.is_deleted);
  CHECK(lineage->runs.items[1].run.run_id == run);
  CHECK(lineage->runs.items[1].run.context == "training");
  CHECK(lineage->runs.items[1].versions.empty());
  const auto page = data_sets.lineage(digest, 1, "");
  CHECK(page->runs.items.size() == 1);
  CHECK(data_sets.lineage(digest, 1, page->runs.next_page_token)->runs.items[0].run.run_id == run);
}

TEST_CASE_METHOD(DataFixture, "a digest that only begins alike is other data", "[datasets][lineage]") {
  const auto digest = put_example("iris");
  const auto run = new_run();
  const auto foreign = digest.substr(0, 32) + std::string(32, '0');
  REQUIRE(tracking.runs.log_inputs(run, {{{"iris", digest.substr(0, 32), "code", foreign, {}, {}}, {}}}, {}));
  CHECK(data_sets.lineage(digest, 10, "")->runs.items.empty());
}

TEST_CASE_METHOD(DataFixture, "the sweep leaves the files of data sets", "[datasets]") {
  const auto digest = put_example("iris");
  CHECK(store->sweep_orphans(0).value() == 0);
  CHECK(std::filesystem::exists(data_sets.file(digest)->path));
}

TEST_CASE_METHOD(DataFixture, "a data set goes with its file once nothing refers to it", "[datasets]") {
  const auto digest = put_example("iris");
  const Actor vera{"vera", "192.0.2.7", "request-1"};
  const auto child =
      data_sets.put({.contract = "iris", .parent = digest},
                    text("sepal_length,sepal_width,petal_length,petal_width,species\n5,3,1,0.2,setosa\n"));
  REQUIRE(child);
  const auto refused = data_sets.remove(digest, vera);
  REQUIRE(code_of(refused) == ErrorCode::kResourceConflict);
  CHECK(refused.error().message.find(child->data_digest) != std::string::npos);
  REQUIRE(data_sets.remove(child->data_digest, vera));
  REQUIRE(data_sets.remove(digest, vera));
  CHECK(code_of(data_sets.get(digest)) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(data_sets.remove(digest, vera)) == ErrorCode::kResourceDoesNotExist);
  CHECK(code_of(data_sets.remove("iris", vera)) == ErrorCode::kInvalidParameterValue);
  CHECK(store->sweep_orphans(0).value() == 2);
  const auto audit = store->read([&](Database& database) -> Outcome<std::vector<AuditEntry>> {
    return search_audit(database, {.action = "dataset.remove", .subject = digest});
  });
  REQUIRE(audit->size() == 1);
  CHECK(audit->front().actor.user == "vera");
  CHECK(audit->front().change.old_value == "iris");
}

TEST_CASE_METHOD(DataFixture, "what comes and what is said of it stands in the audit log", "[datasets]") {
  const Actor vera{"vera", "192.0.2.7", "request-1"};
  const auto contract = data_sets.keep_contract(contract_of("iris"), vera);
  REQUIRE(contract);
  const DataUpload upload{.contract = "iris", .actor = vera};
  const auto kept = data_sets.put(upload, text(read_example("iris.csv")));
  REQUIRE(kept);
  REQUIRE(data_sets.describe(kept->data_digest, {.note = "from 1936"}, vera));
  REQUIRE(data_sets.keep_contract(contract_of("iris"), vera));  // what changes nothing does not
  REQUIRE(data_sets.put(upload, text(read_example("iris.csv"))));
  REQUIRE(data_sets.describe(kept->data_digest, {.note = "from 1936"}, vera));
  const auto audit = store->read([&](Database& database) -> Outcome<std::vector<AuditEntry>> {
    return search_audit(database, {.user = "vera"});
  });
  REQUIRE(audit->size() == 3);
  CHECK((*audit)[2].change.action == "contract.add");
  CHECK((*audit)[2].change.subject == contract->digest);
  CHECK((*audit)[2].actor.request_id == "request-1");
  CHECK((*audit)[1].change.action == "dataset.add");
  CHECK((*audit)[1].change.subject == kept->data_digest);
  CHECK((*audit)[0].change.action == "dataset.change");
  CHECK((*audit)[0].change.old_value == R"({"name":"iris","parent":null,"note":""})");
  CHECK((*audit)[0].change.new_value == R"({"name":"iris","parent":null,"note":"from 1936"})");
}

TEST_CASE_METHOD(DataFixture, "a data set stays for the runs that had it, deleted ones too", "[datasets]") {
  const auto digest = put_example("iris");
  const auto run = new_run();
  REQUIRE(tracking.runs.log_inputs(run, {{{"iris", digest.substr(0, 32), "code", digest, {}, {}}, {}}}, {}));
  REQUIRE(tracking.runs.remove(run));
  const auto refused = data_sets.remove(digest, {});
  REQUIRE(code_of(refused) == ErrorCode::kResourceConflict);
  CHECK(refused.error().message.find(run) != std::string::npos);
  CHECK(data_sets.get(digest));
}

TEST_CASE_METHOD(DataFixture, "reading a data set can be given up", "[datasets]") {
  const auto digest = put_example("bonsai");
  CHECK(code_of(data_sets.table(digest, [] { return false; })) == ErrorCode::kTemporarilyUnavailable);
}
