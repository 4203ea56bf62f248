// Contracts and data sets in the database. A failure of the database is told by Database::verdict().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/records.h"
#include "store/search_clause.h"

namespace shohin {

struct StoredContract {
  std::string digest;  // SHA-256 of the canonical contract
  std::string name;
  std::string document;  // the whole contract as JSON
  std::int64_t creation_time = 0;
};

enum class DataFormat : std::uint8_t { kCsv, kJson };

struct StoredDataSet {
  std::string data_digest, contract_digest, contract_name, name;
  DataFormat format{};
  std::string sha256;  // of the file
  std::uint64_t size = 0;
  std::uint64_t row_count = 0;
  std::optional<std::string> parent;  // the data digest of what it was made from
  std::string note, user;
  std::int64_t creation_time = 0;  // milliseconds since 1970
};

// What is there stays as it is.
void insert_contract(Database& database, const StoredContract& contract);
std::optional<StoredContract> find_contract(Database& database, const std::string& digest);
// The newest of that name.
std::optional<StoredContract> find_contract_named(Database& database, const std::string& name);
std::vector<StoredContract> list_contracts(Database& database, const ResultPage& page);  // newest first

// What is there stays as it is.
void insert_data_set(Database& database, const StoredDataSet& data);
std::optional<StoredDataSet> find_data_set(Database& database, const std::string& data_digest);
// Writes name, parent and note.
void update_data_set(Database& database, const StoredDataSet& data);
// Nothing may name it as its parent. The file is swept later.
void delete_data_set(Database& database, const std::string& data_digest);
std::vector<StoredDataSet> list_data_sets(Database& database, const ResultPage& page);  // newest first
// What was made from it, newest first; at most `limit`.
std::vector<std::string> children_of_data_set(Database& database, const std::string& data_digest,
                                              std::int64_t limit);

struct DataUse {
  std::string run_id, run_name, context;  // the context: "training" ...
  std::int64_t experiment_id = 0;
  RunStatus status = RunStatus::kRunning;
  bool is_deleted = false;
  std::optional<std::string> model_digest;  // the run's tag shohin.model_digest
};

// The runs that had this data as an input (their dataset's digest are its first 32 hex digits, the whole
// stands in its source), newest first.
std::vector<DataUse> runs_of_data(Database& database, const std::string& data_digest, const ResultPage& page);

}  // namespace shohin
