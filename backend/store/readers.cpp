#include "store/readers.h"

namespace shohin {

Readers::Lease::Lease(Readers& readers) : readers_(readers) {
  {
    std::unique_lock lock(readers.mutex_);
    readers.returned_.wait(lock, [&] { return !readers.idle_.empty(); });
    database_ = std::move(readers.idle_.back());
    readers.idle_.pop_back();
  }
  database_->execute("BEGIN");
}

Outcome<void> Readers::Lease::end() {
  auto sound = database_->verdict();
  if (database_->in_transaction()) database_->execute("COMMIT");
  auto ended = database_->verdict();
  return sound ? ended : sound;
}

Readers::Lease::~Lease() {
  if (database_->in_transaction()) (void)end();  // the work gave up early; its own error is told
  const std::lock_guard lock(readers_.mutex_);
  readers_.idle_.push_back(std::move(database_));
  readers_.returned_.notify_one();
}

}  // namespace shohin
