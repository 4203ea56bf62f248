// The connections that only read; a reader never waits for the writer.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "store/database.h"

namespace shohin {

class Readers {
 public:
  explicit Readers(std::vector<std::unique_ptr<Database>> connections) : idle_(std::move(connections)) {}

  // A connection for one piece of work, which sees the database as it was when it began. Ends with it.
  class Lease {
   public:
    explicit Lease(Readers& readers);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Database& database() { return *database_; }
    Outcome<void> end();  // whether every read succeeded

   private:
    Readers& readers_;
    std::unique_ptr<Database> database_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace shohin
