// A remote for DVC's HTTP storage: objects under their MD5, in the same store of blobs as everything else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "http/route.h"
#include "mlflow/clock.h"
#include "store/audit_rows.h"
#include "store/dvc_rows.h"
#include "store/store.h"

namespace shohin {

struct DvcFile {
  DvcObject object;
  std::filesystem::path path;  // an immutable blob
};

// Names are 32 lower-case hex digits, with ".dir" behind them for a folder's listing; any other fails with
// kInvalidParameterValue.
class DvcRemote {
 public:
  using Take = std::function<Outcome<void>(std::span<const std::uint8_t>)>;
  using Read = std::function<Outcome<void>(const Take&)>;

  // The store outlives it.
  explicit DvcRemote(Store& store, Clock clock = system_time_ms) : store_(store), clock_(std::move(clock)) {}

  // Keeps what `read` hands over; again is fine. Fails with kTooLarge, and with kInvalidParameterValue when
  // its MD5 is not the name; then nothing is kept.
  Outcome<void> put(const std::string& name, const Read& read, const Actor& actor);
  Outcome<DvcFile> get(const std::string& name);  // kResourceDoesNotExist
  // What is pushed again comes back. kResourceDoesNotExist.
  Outcome<void> remove(const std::string& name, const Actor& actor);

 private:
  Store& store_;
  Clock clock_;
};

// GET, POST, PUT and DELETE /api/shohin/v1/dvc/files/md5/{2 digits}/{30 digits}. The remote outlives the
// routes.
std::vector<Route> dvc_routes(DvcRemote& remote);

}  // namespace shohin
