#include "store/dataset_rows.h"

#include <string_view>
#include <utility>

#include "store/enum_column.h"

namespace shohin {
namespace {

constexpr EnumRange<DataFormat> kFormats{DataFormat::kCsv, DataFormat::kJson, DataFormat::kCsv};

constexpr std::string_view kContractColumns =
    "SELECT contract_digest, name, document, creation_time FROM contracts ";
constexpr std::string_view kDataSetColumns =
    "SELECT d.data_digest, d.contract_digest, c.name, d.name, d.format, d.sha256, d.size, d.row_count, "
    "d.parent, d.note, d.user_id, d.creation_time "
    "FROM data_sets d JOIN contracts c ON c.contract_digest=d.contract_digest ";
constexpr std::size_t kShortDigest = 32;

StoredContract read_contract_row(const Statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.integer(3)};
}

std::optional<StoredContract> one_contract(Statement& row) {
  if (!row.next()) return std::nullopt;
  return read_contract_row(row);
}

StoredDataSet read_data_set(const Statement& row) {
  return {row.text(0),
          row.text(1),
          row.text(2),
          row.text(3),
          read_enum(row, 4, kFormats),
          row.text(5),
          static_cast<std::uint64_t>(row.integer(6)),
          static_cast<std::uint64_t>(row.integer(7)),
          row.maybe_text(8),
          row.text(9),
          row.text(10),
          row.integer(11)};
}

}  // namespace

void insert_contract(Database& database, const StoredContract& contract) {
  Statement(database,
            "INSERT INTO contracts (contract_digest, name, document, creation_time) VALUES (?,?,?,?) "
            "ON CONFLICT (contract_digest) DO NOTHING")
      .bind(contract.digest)
      .bind(contract.name)
      .bind(contract.document)
      .bind(contract.creation_time)
      .run();
}

std::optional<StoredContract> find_contract(Database& database, const std::string& digest) {
  Statement row(database, std::string(kContractColumns) + "WHERE contract_digest=?");
  row.bind(digest);
  return one_contract(row);
}

std::optional<StoredContract> find_contract_named(Database& database, const std::string& name) {
  Statement row(database, std::string(kContractColumns) +
                              "WHERE name=? ORDER BY creation_time DESC, contract_digest LIMIT 1");
  row.bind(name);
  return one_contract(row);
}

std::vector<StoredContract> list_contracts(Database& database, const ResultPage& page) {
  Statement rows(database, std::string(kContractColumns) +
                               "ORDER BY creation_time DESC, contract_digest LIMIT ? OFFSET ?");
  rows.bind(page.limit).bind(page.offset);
  std::vector<StoredContract> found;
  while (rows.next()) found.push_back(read_contract_row(rows));
  return found;
}

void insert_data_set(Database& database, const StoredDataSet& data) {
  Statement(database,
            "INSERT INTO data_sets (data_digest, contract_digest, name, format, sha256, size, row_count, "
            "parent, note, user_id, creation_time) VALUES (?,?,?,?,?,?,?,?,?,?,?) "
            "ON CONFLICT (data_digest) DO NOTHING")
      .bind(data.data_digest)
      .bind(data.contract_digest)
      .bind(data.name)
      .bind(static_cast<int>(data.format))
      .bind(data.sha256)
      .bind(data.size)
      .bind(data.row_count)
      .bind(data.parent)
      .bind(data.note)
      .bind(data.user)
      .bind(data.creation_time)
      .run();
}

std::optional<StoredDataSet> find_data_set(Database& database, const std::string& data_digest) {
  Statement row(database, std::string(kDataSetColumns) + "WHERE d.data_digest=?");
  if (!row.bind(data_digest).next()) return std::nullopt;
  return read_data_set(row);
}

void update_data_set(Database& database, const StoredDataSet& data) {
  Statement(database, "UPDATE data_sets SET name=?, parent=?, note=? WHERE data_digest=?")
      .bind(data.name)
      .bind(data.parent)
      .bind(data.note)
      .bind(data.data_digest)
      .run();
}

void delete_data_set(Database& database, const std::string& data_digest) {
  Statement(database, "DELETE FROM data_sets WHERE data_digest=?").bind(data_digest).run();
}

std::vector<StoredDataSet> list_data_sets(Database& database, const ResultPage& page) {
  Statement rows(database, std::string(kDataSetColumns) +
                               "ORDER BY d.creation_time DESC, d.data_digest LIMIT ? OFFSET ?");
  rows.bind(page.limit).bind(page.offset);
  std::vector<StoredDataSet> found;
  while (rows.next()) found.push_back(read_data_set(rows));
  return found;
}

std::vector<std::string> children_of_data_set(Database& database, const std::string& data_digest,
                                              std::int64_t limit) {
  Statement rows(database,
                 "SELECT data_digest FROM data_sets WHERE parent=? "
                 "ORDER BY creation_time DESC, data_digest LIMIT ?");
  rows.bind(data_digest).bind(limit);
  std::vector<std::string> found;
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

std::vector<DataUse> runs_of_data(Database& database, const std::string& data_digest,
                                  const ResultPage& page) {
  Statement rows(
      database,
      "SELECT r.run_id, r.name, coalesce(min(c.value), ''), r.experiment_id, r.status, r.deleted, "
      "(SELECT t.value FROM tags t WHERE t.run=r.run AND t.key='shohin.model_digest') "
      "FROM datasets d JOIN run_datasets u ON u.dataset=d.dataset JOIN runs r ON r.run=u.run "
      "LEFT JOIN run_dataset_tags c ON c.run=u.run AND c.dataset=u.dataset AND c.key='mlflow.data.context' "
      "WHERE d.digest=? AND instr(d.source, ?)>0 GROUP BY r.run "
      "ORDER BY r.start_time DESC, r.run_id LIMIT ? OFFSET ?");
  rows.bind(data_digest.substr(0, kShortDigest)).bind(data_digest).bind(page.limit).bind(page.offset);
  std::vector<DataUse> found;
  while (rows.next()) {
    found.push_back({rows.text(0), rows.text(1), rows.text(2), rows.integer(3),
                     read_enum(rows, 4, kRunStatusRange), rows.integer(5) != 0, rows.maybe_text(6)});
  }
  return found;
}

}  // namespace shohin
