// The first start with --examples on: trains, logs and promotes the three example models in the background,
// through the same REST calls as everybody else.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "http/log.h"

namespace shohin {

struct FirstStartOptions {
  std::filesystem::path web;  // examples/NAME.csv and examples/NAME.contract.json lie in it
  std::string url;            // of this server
  std::string token;          // of who may do everything
};

// Does nothing in a data directory that holds anything but (a part of) the examples: it belongs to somebody.
// An example is done when its registered model has the alias `production`, so an interrupted first start is
// finished by the next one.
class FirstStart {
 public:
  // Begins at once; waits for the server to answer. The log must outlive it.
  FirstStart(FirstStartOptions options, Log& log);
  FirstStart(const FirstStart&) = delete;
  FirstStart& operator=(const FirstStart&) = delete;
  ~FirstStart();

  // Ends after the tree that is being trained, or the request that is being answered.
  void stop() { stopping_ = true; }

 private:
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace shohin
