// Data sets under their data digest: checked against their contract when they come, never changed afterwards.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "data/table.h"
#include "datasets/lineage.h"
#include "mlflow/clock.h"
#include "mlflow/page_token.h"
#include "serving/served_models.h"
#include "store/audit_rows.h"
#include "store/dataset_rows.h"
#include "store/store.h"

namespace shohin {

struct DataUpload {
  std::string data_digest{};  // 64 hex digits that the data must have; empty: whatever it has
  std::string contract{};     // the digest or the name of a contract, or the name of a model that is served
  DataFormat format{};
  std::string name{};  // empty: the contract's
  std::optional<std::string> parent{};
  std::string note{};
  Actor actor{};
};

// What is not there stays as it is; an empty parent takes it away.
struct DataChange {
  std::optional<std::string> name{}, parent{}, note{};
};

struct DataFile {
  StoredDataSet data;
  std::filesystem::path path;  // an immutable blob
};

// Every change is audited. A digest that is none fails with kInvalidParameterValue, one that nobody knows
// with kResourceDoesNotExist.
class DataSets {
 public:
  using Take = std::function<Outcome<void>(std::span<const std::uint8_t>)>;
  using Read = std::function<Outcome<void>(const Take&)>;

  // The store and the served models outlive it.
  DataSets(Store& store, const ServedModels& served, Clock clock = system_time_ms)
      : store_(store), served_(served), clock_(std::move(clock)) {}

  // Keeps a contract under its digest; again is fine and changes nothing.
  Outcome<StoredContract> keep_contract(const Contract& contract, const Actor& actor);
  // By digest, by the contract's name (the newest) or by the name of a served model.
  Outcome<StoredContract> find_contract(const std::string& contract);
  Outcome<Paged<StoredContract>> list_contracts(std::int64_t max_results, const std::string& page_token);

  // Keeps what `read` hands over; again is fine and changes nothing. Fails with kTooLarge, with kInvalidRow
  // and every fault of the rows, with kInvalidParameterValue for another digest, an unknown contract or
  // parent; then nothing is kept. One upload is checked at a time, so that only one table is in memory.
  Outcome<StoredDataSet> put(const DataUpload& upload, const Read& read);
  Outcome<StoredDataSet> get(const std::string& data_digest);
  Outcome<DataFile> file(const std::string& data_digest);
  // Fails with kTemporarilyUnavailable once `go_on` says no.
  Outcome<Table> table(
      const std::string& data_digest, const std::function<bool()>& go_on = [] { return true; });
  Outcome<Paged<StoredDataSet>> list(std::int64_t max_results,
                                     const std::string& page_token);  // newest first
  // kInvalidParameterValue for a parent that nobody knows or that was made from this one.
  Outcome<StoredDataSet> describe(const std::string& data_digest, const DataChange& change,
                                  const Actor& actor);
  // kResourceConflict, naming them, when a run, version, gate or other data set refers to it.
  Outcome<void> remove(const std::string& data_digest, const Actor& actor);
  Outcome<Lineage> lineage(const std::string& data_digest, std::int64_t max_results,
                           const std::string& page_token);

 private:
  struct Checked {
    std::string digest;
    std::uint64_t rows = 0;
  };
  Outcome<Checked> check(const std::filesystem::path& file, const DataUpload& upload,
                         const Contract& contract);

  Store& store_;
  const ServedModels& served_;
  Clock clock_;
  std::mutex checking_;
};

// The contract of a row; the document was checked before it was kept.
Outcome<Contract> read_stored_contract(const StoredContract& contract);

constexpr std::size_t kNoteBytes = 10'000;

}  // namespace shohin
