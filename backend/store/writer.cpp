#include "store/writer.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace shohin {
namespace {

constexpr std::size_t kJobsTogether = 256;

tl::unexpected<Error> refuse_failed(std::string detail = {}) {
  return refuse(ErrorCode::kTemporarilyUnavailable,
                "The server's disk fails: nothing is written until it works again. Reading goes on.",
                std::move(detail));
}

}  // namespace

Writer::Writer(std::unique_ptr<Database> database, WriterOptions options)
    : database_(std::move(database)), options_(std::move(options)), thread_([this] { work(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  waiting_.notify_one();
  thread_.join();
}

Outcome<void> Writer::run(const Job& job) {
  Pending pending{&job, {}, false};
  std::unique_lock lock(mutex_);
  if (failed_) return refuse_failed();
  queue_.push_back(&pending);
  waiting_.notify_one();
  answered_.wait(lock, [&] { return pending.answered; });
  return std::move(pending.result);
}

std::vector<Writer::Pending*> Writer::next_batch() {
  std::unique_lock lock(mutex_);
  waiting_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  const auto count = std::min(queue_.size(), kJobsTogether);
  std::vector<Pending*> batch(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
  return batch;
}

void Writer::work() {
  for (auto batch = next_batch(); !batch.empty(); batch = next_batch()) {
    const auto committed = commit(batch);
    answer(batch, committed);
    if (database_->broken()) recover();
  }
}

void Writer::answer(std::span<Pending* const> batch, const Outcome<void>& committed) {
  const std::lock_guard lock(mutex_);
  for (auto* pending : batch) {
    if (!committed && pending->result) pending->result = tl::unexpected(committed.error());
    pending->answered = true;
  }
  answered_.notify_all();
}

// What is given here is the fate of the jobs that succeeded: a job that failed has its own error.
Outcome<void> Writer::commit(std::span<Pending* const> batch) {
  if (!has_room()) {
    return refuse(ErrorCode::kInsufficientStorage,
                  "The server's disk is almost full: it answers, but writes nothing until there is room.");
  }
  database_->execute("BEGIN IMMEDIATE");
  for (auto* pending : batch) {
    if (!database_->failed()) run_in_savepoint(*pending);
  }
  database_->execute("COMMIT");
  auto done = database_->verdict();
  if (!done && database_->in_transaction()) {
    database_->execute("ROLLBACK");
    (void)database_->verdict();  // the first failure is the one to tell
  }
  if (!database_->broken()) return done;
  failure_ = done ? "a job's read or write failed" : done.error().detail;
  return refuse_failed(failure_);
}

void Writer::run_in_savepoint(Pending& pending) {
  database_->execute("SAVEPOINT job");
  pending.result = (*pending.job)(*database_);
  // A full disk ends the whole transaction: then there is no savepoint to go back to, and commit() tells.
  if (database_->failed() && !database_->in_transaction()) return;
  if (auto sound = database_->verdict(); !sound) pending.result = std::move(sound);
  if (!pending.result) database_->execute("ROLLBACK TO job");
  database_->execute("RELEASE job");
}

// After a failed sync nobody knows what the disk holds, and a second sync that succeeds proves nothing: the
// kernel has forgotten the pages. So everything is refused until try_reopen() has had them written anew.
void Writer::recover() {
  std::vector<Pending*> waiting;
  {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    waiting.assign(queue_.begin(), queue_.end());
    queue_.clear();
  }
  answer(waiting, refuse_failed());
  options_.on_failure(failure_);
  while (!try_reopen()) {
    std::unique_lock lock(mutex_);
    if (waiting_.wait_for(lock, options_.reopen_after, [this] { return stopping_; })) return;
  }
  failed_ = false;
  options_.on_recovery();
}

bool Writer::try_reopen() {
  if (!options_.reopen) return false;
  database_.reset();
  auto opened = options_.reopen();
  if (!opened) return false;
  database_ = std::move(*opened);
  return true;
}

bool Writer::has_room() const {
  std::error_code unknown;
  const auto space = std::filesystem::space(options_.directory, unknown);
  return unknown || space.available >= options_.min_free_bytes;
}

}  // namespace shohin
