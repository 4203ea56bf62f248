#include "serving/file_encoder.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "serving/compress.h"

namespace shohin {
namespace {

constexpr std::size_t kMostWaiting = 64;    // of files that only find() asked for
constexpr std::size_t kAtOnce = 2U << 20U;  // up to so many bytes gzip takes some 100 ms at most

std::shared_ptr<const std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return nullptr;
  return std::make_shared<const std::string>(std::istreambuf_iterator<char>(in),
                                             std::istreambuf_iterator<char>());
}

// Of this thread alone, as Linux counts threads. Where it is not allowed the thread competes like the others.
void give_way() { (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10); }

}  // namespace

FileEncoder::~FileEncoder() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void FileEncoder::encode(const std::string& sha256, std::shared_ptr<const std::string> bytes,
                         std::shared_ptr<EncodedFile> encoded) {
  encoded->set_gzip(files_.read(sha256, Encoding::kGzip));
  encoded->set_brotli(files_.read(sha256, Encoding::kBrotli));
  if (encoded->gzip() && encoded->brotli()) return;
  if (!encoded->gzip() && bytes->size() <= kAtOnce)
    encoded->set_gzip(make(sha256, *bytes, Encoding::kGzip, compress_gzip));
  add({sha256, std::move(bytes), {}, std::move(encoded)});
}

std::optional<EncodedFiles::Copy> FileEncoder::find(const std::string& sha256, Encoding encoding,
                                                    const std::filesystem::path& file) {
  auto copy = files_.find(sha256, encoding);
  if (copy) return copy;
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= kMostWaiting || !asked_.insert(sha256).second) return std::nullopt;
  }
  add({sha256, nullptr, file, nullptr});
  return std::nullopt;
}

void FileEncoder::add(Job job) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  jobs_.push_back(std::move(job));
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  wake_.notify_all();
}

void FileEncoder::work() {
  give_way();
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (stopping_) return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    run(job);
    // What could not be kept is not tried again and again for everyone who asks.
    const bool kept = files_.find(job.sha256, Encoding::kBrotli).has_value();
    lock.lock();
    if (kept) asked_.erase(job.sha256);
  }
}

FileEncoder::Bytes FileEncoder::make(const std::string& sha256, std::string_view bytes, Encoding encoding,
                                     Compress compress) {
  if (auto kept = files_.read(sha256, encoding)) return kept;
  auto made = compress(bytes, stopping_);
  if (!made) return nullptr;
  files_.keep(sha256, encoding, *made);
  return std::make_shared<const std::string>(std::move(*made));
}

// gzip goes first: whoever downloads before Brotli is done gets that.
void FileEncoder::run(Job& job) {
  if (!job.bytes) job.bytes = read_file(job.file);
  if (!job.bytes) return;
  auto gzip = make(job.sha256, *job.bytes, Encoding::kGzip, compress_gzip);
  if (job.encoded) job.encoded->set_gzip(std::move(gzip));
  auto brotli = make(job.sha256, *job.bytes, Encoding::kBrotli, compress_brotli);
  if (job.encoded) job.encoded->set_brotli(std::move(brotli));
}

}  // namespace shohin
