// A tracking service on a store of its own, with a clock that the test moves.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "temporary_directory.h"
#include "tracking/tracking_service.h"

namespace shohin {

struct TrackingFixture {
  TemporaryDirectory folder;
  std::unique_ptr<Store> store = std::move(Store::open({.directory = folder.path()}).value());
  std::int64_t now = 1'700'000'000'000;
  TrackingService tracking{*store, [this] { return now; }};

  std::string new_run(const std::string& experiment_id = "0") {
    return tracking.runs.create({experiment_id, "", "", ++now, {}}).value().info.run_id;
  }
};

// Nothing when it succeeded.
template <class T>
std::optional<ErrorCode> code_of(const Outcome<T>& outcome) {
  if (outcome) return std::nullopt;
  return outcome.error().code;
}

}  // namespace shohin
