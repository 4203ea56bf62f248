#include "auth/passwords.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

#include "auth/password_hash.h"

namespace shohin {
namespace {

// On Linux a thread has its own niceness. Where it cannot be changed the thread is one like the others.
void yield_to_others() { (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10); }

}  // namespace

Passwords::~Passwords() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  waiting_.notify_one();
  thread_.join();
}

Outcome<void> Passwords::run(std::function<void()> work) {
  Job job{std::move(work)};
  std::unique_lock lock(mutex_);
  if (queue_.size() >= kMostWaiting) {
    return refuse(ErrorCode::kTooManyRequests, "Too many people are signing in. Try again in a second.");
  }
  queue_.push_back(&job);
  waiting_.notify_one();
  answered_.wait(lock, [&] { return job.done; });
  return {};
}

void Passwords::work() {
  yield_to_others();
  std::unique_lock lock(mutex_);
  for (;;) {
    waiting_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Job* job = queue_.front();
    queue_.pop_front();
    lock.unlock();
    job->work();
    lock.lock();
    job->done = true;
    answered_.notify_all();
  }
}

Outcome<std::string> Passwords::hash(std::string_view password) {
  Outcome<std::string> made;
  if (auto ran = run([&] { made = hash_password(password); }); !ran)
    return tl::unexpected<Error>(ran.error());
  return made;
}

Outcome<bool> Passwords::matches(const std::optional<std::string>& hash, std::string_view password) {
  bool good = false;
  auto ran = run([&] { good = matches_hash(hash.value_or(hash_of_nobody()), password); });
  if (!ran) return tl::unexpected<Error>(ran.error());
  return good && hash.has_value();
}

}  // namespace shohin
