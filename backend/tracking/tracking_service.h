// Everything that tracking can do.
#pragma once

#include "mlflow/clock.h"
#include "store/store.h"
#include "tracking/artifacts.h"
#include "tracking/experiments.h"
#include "tracking/logged_models.h"
#include "tracking/runs.h"

namespace shohin {

// The store outlives it.
struct TrackingService {
  explicit TrackingService(Store& store, const Clock& clock = system_time_ms)
      : experiments(store, clock), runs(store, clock), logged_models(store, clock), artifacts(store, clock) {}

  Experiments experiments;
  Runs runs;
  LoggedModels logged_models;
  Artifacts artifacts;
};

}  // namespace shohin
