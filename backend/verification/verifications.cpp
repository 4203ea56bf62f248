#include "verification/verifications.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "error/fault_text.h"
#include "model/onnx.h"
#include "store/run_rows.h"
#include "tracking/names.h"
#include "tracking/runs.h"
#include "verification/run_model.h"
#include "wire/reproduce.h"

namespace shohin {
namespace {

constexpr int kNice = 10;
constexpr const char* kSteps = "steps";  // of a report: trees, rounds or steps
constexpr std::uint32_t kThreads = 1;
constexpr std::uint32_t kUsualSeconds = 60, kMostSeconds = 3600;

// Requests go first. On Linux a thread has a priority of its own.
void step_back() {
  const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
  (void)::setpriority(PRIO_PROCESS, thread, kNice);  // at the usual priority it works too
}

bool is_open(VerificationState state) {
  return state == VerificationState::kQueued || state == VerificationState::kRunning;
}

bool has_result(VerificationState state) {
  return state == VerificationState::kVerified || state == VerificationState::kDifferent;
}

VerificationEnd failure(const std::string& message) {
  return {VerificationState::kFailed, write_json(JsonObject{{"message", message}}), 0};
}

}  // namespace

Verifications::Verifications(Store& store, DataSets& data_sets, Clock clock)
    : store_(store), data_sets_(data_sets), clock_(std::move(clock)), thread_([this] { work(); }) {}

Verifications::~Verifications() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

Verification Verifications::with_progress(VerificationRecord record) {
  if (has_result(record.state)) {
    const auto report = parse_json(record.report);
    const auto steps = report ? static_cast<std::uint32_t>((*report)[kSteps].as_number()) : 0;
    return {std::move(record), steps, steps};
  }
  const std::lock_guard lock(mutex_);
  const bool runs = record.state == VerificationState::kRunning && record.ticket == running_ticket_;
  const auto done = runs ? steps_done_.load() : 0, total = runs ? steps_total_.load() : 0;
  return {std::move(record), done, total};
}

// Until the run that is trained now is done and a place in the queue gets free, if its steps take alike.
std::uint32_t Verifications::seconds_left() {
  const std::lock_guard lock(mutex_);
  const auto done = steps_done_.load(), total = steps_total_.load();
  if (running_ticket_ == 0 || done == 0 || total < done) return kUsualSeconds;
  const auto spent = std::chrono::steady_clock::now() - began_;
  const auto left = std::chrono::ceil<std::chrono::seconds>(spent / done * (total - done)).count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(left, 1, kMostSeconds));
}

Outcome<VerificationRecord> Verifications::find(const std::string& run_id) {
  return store_.read([&](Database& database) -> Outcome<VerificationRecord> {
    const auto run = require_run(database, run_id);
    if (!run) return tl::unexpected<Error>(run.error());
    auto record = find_verification(database, *run);
    if (record) return std::move(*record);
    return refuse(ErrorCode::kResourceDoesNotExist, "Nobody asked to verify the run " + run_id + " yet.");
  });
}

Outcome<Verification> Verifications::get(const std::string& run_id) {
  auto record = find(run_id);
  if (!record) return tl::unexpected<Error>(record.error());
  return with_progress(std::move(*record));
}

Outcome<Verification> Verifications::start(const std::string& run_id, const std::string& user) {
  const auto model = read_run_model(store_, run_id);
  if (!model) return tl::unexpected<Error>(model.error());
  if (auto good = check_reproducible(*model, data_sets_); !good) return tl::unexpected<Error>(good.error());
  auto record = store_.write([&](Database& database) -> Outcome<VerificationRecord> {
    const auto run = writable_run(database, run_id);
    if (!run) return tl::unexpected<Error>(run.error());
    auto there = find_verification(database, *run);
    if (there && is_open(there->state)) return std::move(*there);
    if (count_queued_verifications(database) >= kMostQueued) {
      return refuse_for_now(
          std::to_string(kMostQueued) + " runs wait to be verified already. Try again later.",
          seconds_left());
    }
    enqueue_verification(database, *run, user, clock_());
    return *find_verification(database, *run);
  });
  if (!record) return tl::unexpected<Error>(record.error());
  {
    const std::lock_guard lock(mutex_);
    has_work_ = true;
  }
  wake_.notify_all();
  return with_progress(std::move(*record));
}

Outcome<Verification> Verifications::cancel(const std::string& run_id) {
  auto record = find(run_id);
  if (!record) return tl::unexpected<Error>(record.error());
  const auto ended = store_.write([&](Database& database) -> Outcome<bool> {
    return end_verification(database, record->ticket, {VerificationState::kCancelled, "", clock_()});
  });
  if (!ended) return tl::unexpected<Error>(ended.error());
  {
    const std::lock_guard lock(mutex_);
    if (*ended && running_ticket_ == record->ticket) cancelled_ = true;
  }
  return get(run_id);
}

// False when it is time to stop.
bool Verifications::wait_a_second() {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_.load(); });
}

void Verifications::work() {
  step_back();
  const auto requeue = [](Database& database) -> Outcome<void> {
    requeue_verifications(database);
    return {};
  };
  while (!stopping_ && !store_.write(requeue)) {
    if (!wait_a_second()) return;
  }
  while (!stopping_) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || has_work_; });
      has_work_ = false;
    }
    work_off();
  }
}

// Inside a job, so that a cancel comes before it or finds it running.
void Verifications::take_up(Database& database, const VerificationRecord& record) {
  mark_verification_started(database, record.ticket, clock_());
  const std::lock_guard lock(mutex_);
  running_ticket_ = record.ticket;
  cancelled_ = false;
  began_ = std::chrono::steady_clock::now();
  steps_done_ = 0;
  steps_total_ = 0;
}

// Until nothing is queued. A disk that takes no writes is tried again every second.
void Verifications::work_off() {
  while (!stopping_) {
    auto next = store_.write([&](Database& database) -> Outcome<std::optional<VerificationRecord>> {
      auto record = next_verification(database);
      if (record) take_up(database, *record);
      return record;
    });
    if (next && !*next) return;
    if (!next) {
      if (!wait_a_second()) return;
      continue;
    }
    const auto end = reproduce_run(**next);
    if (!stopping_) finish(**next, end);
    const std::lock_guard lock(mutex_);
    running_ticket_ = 0;
  }
}

VerificationEnd Verifications::reproduce_run(const VerificationRecord& record) {
  const auto model = read_run_model(store_, record.run.run_id);
  if (!model) return failure(model.error().message);
  if (auto good = check_reproducible(*model, data_sets_); !good) return failure(good.error().message);
  const auto go_on = [this] { return !stopping_ && !cancelled_; };
  const auto table = data_sets_.table(model->record["data_digest"].as_string(), go_on);
  if (!table) return failure(table.error().message);
  const auto learner = find_learner(model->record["learner"].as_string());
  const auto config = learner ? read_config(*learner, model->record["config"]) : fail(learner.error());
  if (config) steps_total_ = step_count(*config);
  const auto made = reproduce(*model, *table, kThreads, [&](std::uint32_t done) {
    steps_done_ = done;
    return go_on();
  });
  if (!made) return failure(english(made.error()));
  auto report = reproduction_json(*made, *model).as_object();
  const bool is_verified = made->outcome && made->outcome->model_digest == model_digest(*model);
  if (made->outcome) {
    report.emplace_back("found_model_digest", made->outcome->model_digest);
    report.emplace_back(kSteps, steps_total_.load());
  }
  return {is_verified ? VerificationState::kVerified : VerificationState::kDifferent, write_json(report), 0};
}

// One that was cancelled meanwhile stays cancelled.
void Verifications::finish(const VerificationRecord& record, const VerificationEnd& end) {
  const auto write = [&](Database& database) -> Outcome<void> {
    auto timed = end;
    timed.time = clock_();
    if (!end_verification(database, record.ticket, timed) || end.state == VerificationState::kFailed)
      return {};
    const auto* said = end.state == VerificationState::kVerified ? "true" : "false";
    set_run_tag(database, record.run, {kVerifiedTag, said});
    return {};
  };
  while (!store_.write(write)) {
    if (!wait_a_second()) return;
  }
}

}  // namespace shohin
