// What an operator asks a running server for: backups of its directory, and how that is.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "http/route.h"
#include "operations/doctor.h"
#include "store/store.h"
#include "text/json.h"

namespace shohin {

// One piece of this work at a time: it reads the whole disk.
class Operations {
 public:
  explicit Operations(Store& store) : store_(store) {}

  // POST, GET /api/shohin/v1/backups; DELETE .../{name}; GET /api/shohin/v1/doctor. For admins. A backup lies
  // in DATA/backups/NAME: a client names no place on the server's disk. Making and removing one is audited.
  std::vector<Route> routes();
  // Lets what is at work end soon, without a result.
  void stop() { is_over_ = true; }

 private:
  Outcome<Response> make_backup(const Request& request);
  Outcome<Response> list_backups();
  Outcome<Response> remove_backup(const Request& request);
  Outcome<Response> tell_health();
  Outcome<void> note(const Request& request, const char* action, const std::string& backup);

  Store& store_;
  std::mutex working_;
  std::atomic<bool> is_over_{false};
};

// {"healthy": true, "findings": [{"check": "disk", "condition": "good", "message": "..."}, ...]}
Json findings_json(const std::vector<Finding>& findings);

}  // namespace shohin
