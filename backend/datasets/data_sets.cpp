#include "datasets/data_sets.h"

#include <algorithm>

#include "contract/limits.h"
#include "datasets/data_uses.h"
#include "datasets/stored_table.h"
#include "digest/sha256.h"
#include "error/fault_text.h"
#include "http/strict_request.h"
#include "text/ascii.h"

namespace shohin {
namespace {

constexpr std::int64_t kMostListed = 1000;

bool is_digest(const std::string& text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), is_lower_hex_digit);
}

Outcome<void> check_digest(std::string_view field, const std::string& text) {
  if (is_digest(text)) return {};
  return refuse_field(field, text, "64 hex digits in lower case");
}

Outcome<void> check_texts(const std::string& name, const std::string& note) {
  if (name.size() > Limits::kNameBytes) {
    return refuse_field("name", std::to_string(name.size()) + " bytes",
                        "at most " + std::to_string(Limits::kNameBytes) + " bytes");
  }
  if (note.size() > kNoteBytes) {
    return refuse_field("note", std::to_string(note.size()) + " bytes",
                        "at most " + std::to_string(kNoteBytes) + " bytes");
  }
  return {};
}

StoredContract stored(const Contract& contract, std::int64_t now) {
  return {sha256_hex(canonical_contract(contract)), contract.name, write_json(contract_json(contract)), now};
}

// A parent must be there, and must not come from its own child.
Outcome<void> check_parent(Database& database, const std::string& parent, const std::string& child) {
  const auto found = find_data_set(database, parent);
  if (!found) return refuse_field("parent", parent, "the data digest of a data set on this server");
  const auto above = ancestors_of(database, *found);
  if (parent != child && std::find(above.begin(), above.end(), child) == above.end()) return {};
  return refuse_field("parent", parent, "a data set that was not made from this one");
}

// What people say about it, for the audit log.
std::string said_of(const StoredDataSet& data) {
  return write_json(JsonObject{
      {"name", data.name}, {"parent", data.parent ? Json(*data.parent) : Json()}, {"note", data.note}});
}

Outcome<void> check_upload(const DataUpload& upload) {
  if (auto good = check_texts(upload.name, upload.note); !good) return good;
  return upload.data_digest.empty() ? Outcome<void>{} : check_digest("data_digest", upload.data_digest);
}

// Inside a job, as the two that follow: what is there already stays as it is.
void keep_contract_row(Database& database, const StoredContract& contract, const Actor& actor) {
  if (find_contract(database, contract.digest)) return;
  insert_contract(database, contract);
  append_audit(database, actor, {"contract.add", contract.digest, "", contract.name, ""},
               contract.creation_time);
}

Outcome<StoredDataSet> keep(Database& database, const StoredContract& contract, const StoredDataSet& data,
                            const Actor& actor) {
  if (auto there = find_data_set(database, data.data_digest)) return std::move(*there);
  if (data.parent) {
    if (auto good = check_parent(database, *data.parent, data.data_digest); !good)
      return tl::unexpected<Error>(good.error());
  }
  keep_contract_row(database, contract, actor);
  insert_data_set(database, data);
  append_audit(database, actor, {"dataset.add", data.data_digest, "", data.name, ""}, data.creation_time);
  return require_data_set(database, data.data_digest);
}

}  // namespace

Outcome<Contract> read_stored_contract(const StoredContract& contract) {
  auto read = parse_contract(contract.document);
  if (!read) return tl::unexpected<Error>(faults_error(ErrorCode::kInternalError, read.error()));
  return std::move(*read);
}

Outcome<StoredContract> DataSets::keep_contract(const Contract& contract, const Actor& actor) {
  const auto row = stored(contract, clock_());
  return store_.write([&](Database& database) -> Outcome<StoredContract> {
    keep_contract_row(database, row, actor);
    return shohin::find_contract(database, row.digest).value_or(row);
  });
}

Outcome<StoredContract> DataSets::find_contract(const std::string& contract) {
  auto found = store_.read([&](Database& database) -> Outcome<std::optional<StoredContract>> {
    return is_digest(contract) ? shohin::find_contract(database, contract)
                               : find_contract_named(database, contract);
  });
  if (!found) return tl::unexpected<Error>(found.error());
  if (*found) return std::move(**found);
  if (const auto model = served_.find(contract)) return stored(model->model.contract, clock_());
  return refuse_field(
      "contract", contract,
      "the digest or name of a contract on this server, or the name of a model that is served");
}

Outcome<Paged<StoredContract>> DataSets::list_contracts(std::int64_t max_results,
                                                        const std::string& page_token) {
  const auto page = read_page(max_results, page_token, kMostListed);
  if (!page) return tl::unexpected<Error>(page.error());
  return store_.read([&](Database& database) -> Outcome<Paged<StoredContract>> {
    return paged(shohin::list_contracts(database, one_more(*page)), *page);
  });
}

Outcome<DataSets::Checked> DataSets::check(const std::filesystem::path& file, const DataUpload& upload,
                                           const Contract& contract) {
  const std::lock_guard lock(checking_);
  const auto table = read_table_file(file, upload.format, contract);
  if (!table) return tl::unexpected<Error>(table.error());
  Checked checked{shohin::data_digest(*table), table->row_count()};
  if (upload.data_digest.empty() || upload.data_digest == checked.digest) return checked;
  return tl::unexpected<Error>(
      faults_error(ErrorCode::kInvalidParameterValue, Fault{.code = FaultCode::kDigestMismatch,
                                                            .field = "data_digest",
                                                            .value = checked.digest,
                                                            .expected = upload.data_digest}));
}

Outcome<StoredDataSet> DataSets::put(const DataUpload& upload, const Read& read) {
  if (auto good = check_upload(upload); !good) return tl::unexpected<Error>(good.error());
  const auto row = find_contract(upload.contract);
  if (!row) return tl::unexpected<Error>(row.error());
  const auto contract = read_stored_contract(*row);
  if (!contract) return tl::unexpected<Error>(contract.error());
  if (upload.parent) {
    const auto known = store_.read(
        [&](Database& database) { return check_parent(database, *upload.parent, upload.data_digest); });
    if (!known) return tl::unexpected<Error>(known.error());
  }
  auto file = store_.blobs().begin(Limits::kCsvBytes);
  if (!file) return tl::unexpected<Error>(file.error());
  auto received = read([&](std::span<const std::uint8_t> bytes) { return file->add(bytes); });
  if (!received) return tl::unexpected<Error>(received.error());
  const auto checked = check(file->path(), upload, *contract);
  if (!checked) return tl::unexpected<Error>(checked.error());
  const auto blob = file->finish();
  if (!blob) return tl::unexpected<Error>(blob.error());
  const StoredDataSet data{
      checked->digest, row->digest,  row->name,         upload.name.empty() ? row->name : upload.name,
      upload.format,   blob->sha256, blob->size,        checked->rows,
      upload.parent,   upload.note,  upload.actor.user, clock_()};
  return store_.write([&](Database& database) { return keep(database, *row, data, upload.actor); });
}

Outcome<StoredDataSet> DataSets::get(const std::string& data_digest) {
  if (auto good = check_digest("data_digest", data_digest); !good) return tl::unexpected<Error>(good.error());
  return store_.read([&](Database& database) { return require_data_set(database, data_digest); });
}

Outcome<DataFile> DataSets::file(const std::string& data_digest) {
  auto data = get(data_digest);
  if (!data) return tl::unexpected<Error>(data.error());
  auto path = store_.blobs().path_of(data->sha256);
  return DataFile{std::move(*data), std::move(path)};
}

Outcome<Table> DataSets::table(const std::string& data_digest, const std::function<bool()>& go_on) {
  const auto source = file(data_digest);
  if (!source) return tl::unexpected<Error>(source.error());
  const auto row = find_contract(source->data.contract_digest);
  if (!row) return tl::unexpected<Error>(row.error());
  const auto contract = read_stored_contract(*row);
  if (!contract) return tl::unexpected<Error>(contract.error());
  return read_table_file(source->path, source->data.format, *contract, go_on);
}

Outcome<Paged<StoredDataSet>> DataSets::list(std::int64_t max_results, const std::string& page_token) {
  const auto page = read_page(max_results, page_token, kMostListed);
  if (!page) return tl::unexpected<Error>(page.error());
  return store_.read([&](Database& database) -> Outcome<Paged<StoredDataSet>> {
    return paged(list_data_sets(database, one_more(*page)), *page);
  });
}

Outcome<StoredDataSet> DataSets::describe(const std::string& data_digest, const DataChange& change,
                                          const Actor& actor) {
  if (auto good = check_digest("data_digest", data_digest); !good) return tl::unexpected<Error>(good.error());
  if (auto good = check_texts(change.name.value_or(""), change.note.value_or("")); !good)
    return tl::unexpected<Error>(good.error());
  return store_.write([&](Database& database) -> Outcome<StoredDataSet> {
    auto data = require_data_set(database, data_digest);
    if (!data) return data;
    const auto before = said_of(*data);
    if (change.name) data->name = *change.name;
    if (change.note) data->note = *change.note;
    if (change.parent) {
      auto good =
          change.parent->empty() ? Outcome<void>{} : check_parent(database, *change.parent, data_digest);
      if (!good) return tl::unexpected<Error>(good.error());
      data->parent = change.parent->empty() ? std::nullopt : change.parent;
    }
    update_data_set(database, *data);
    const auto after = said_of(*data);
    if (after != before)
      append_audit(database, actor, {"dataset.change", data_digest, before, after, ""}, clock_());
    return data;
  });
}

Outcome<void> DataSets::remove(const std::string& data_digest, const Actor& actor) {
  if (auto good = check_digest("data_digest", data_digest); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    const auto data = require_data_set(database, data_digest);
    if (!data) return tl::unexpected<Error>(data.error());
    const auto uses = uses_of_data(database, data_digest);
    if (!uses.empty())
      return refuse(ErrorCode::kResourceConflict, "The data set is in use and stays: " + uses + ".");
    delete_data_set(database, data_digest);
    append_audit(database, actor, {"dataset.remove", data_digest, data->name, "", ""}, clock_());
    return {};
  });
}

Outcome<Lineage> DataSets::lineage(const std::string& data_digest, std::int64_t max_results,
                                   const std::string& page_token) {
  if (auto good = check_digest("data_digest", data_digest); !good) return tl::unexpected<Error>(good.error());
  const auto page = read_page(max_results, page_token, kMostListed);
  if (!page) return tl::unexpected<Error>(page.error());
  return store_.read([&](Database& database) { return trace_lineage(database, data_digest, *page); });
}

}  // namespace shohin
