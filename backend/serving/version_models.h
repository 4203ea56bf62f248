// Registered versions besides production, loaded when somebody asks for them and held while there is room.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "serving/served_models.h"
#include "serving/version_file.h"

namespace shohin {

struct VersionModelsLimits {
  std::size_t models = 8;
  std::uint64_t file_bytes = 16ULL << 20;  // of all held together; a single larger one is held alone
};

// Threads may share one.
class VersionModels {
 public:
  using Served = std::shared_ptr<const ServedModel>;
  using Limits = VersionModelsLimits;

  explicit VersionModels(VersionFinder finder, Limits limits = {})
      : finder_(std::move(finder)), limits_(limits) {}

  // The version that the number or alias means now, loaded at the first call; the one that nobody asked for
  // the longest makes room. Whoever holds one goes on with it. Fails as VersionFinder and ServedModels::load
  // do.
  Outcome<Served> get(const std::string& name, const std::string& version_or_alias);
  [[nodiscard]] const VersionFinder& finder() const { return finder_; }
  [[nodiscard]] std::size_t count() const;

 private:
  struct Held {
    Served model;
    std::uint64_t file_bytes = 0;
  };
  Served find(const VersionFile& version);
  void hold(Held loaded);

  VersionFinder finder_;
  Limits limits_;
  std::mutex loading_;  // one at a time: a load takes several times the file's memory
  mutable std::mutex mutex_;
  std::list<Held> held_;  // the one asked for last comes first
};

}  // namespace shohin
