// Data sets on a store of their own, with the examples at hand.
#pragma once

#include "datasets/data_sets.h"
#include "tracking_fixture.h"
#include "trained_model.h"

namespace shohin {

struct DataFixture : TrackingFixture {
  ServedModels served;
  DataSets data_sets{*store, served, [this] { return now; }};

  static DataSets::Read text(std::string content) {
    return [content = std::move(content)](const DataSets::Take& take) {
      return take({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
    };
  }

  static Contract contract_of(const std::string& name) {
    return parse_contract(read_example(name + ".contract.json")).value();
  }

  static std::string digest_of(const std::string& name) {
    return data_digest(read_csv(read_example(name + ".csv"), contract_of(name)).value());
  }

  // The example as a data set on the server; gives its digest.
  std::string put_example(const std::string& name) {
    REQUIRE(data_sets.keep_contract(contract_of(name), {}));
    const auto kept = data_sets.put({.contract = name}, text(read_example(name + ".csv")));
    REQUIRE(kept);
    return kept->data_digest;
  }

  [[nodiscard]] std::size_t file_count() const {
    std::size_t count = 0;
    for (const auto* part : {"blobs", "tmp"}) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() / part)) {
        count += entry.is_regular_file() ? 1 : 0;
      }
    }
    return count;
  }
};

}  // namespace shohin
