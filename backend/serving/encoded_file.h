// A model file's encoded copies: made once, in the background, because Brotli takes its time.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace shohin {

// Threads may share one.
class EncodedFile {
 public:
  // Null until it is made.
  [[nodiscard]] std::shared_ptr<const std::string> brotli() const { return copy(brotli_); }
  [[nodiscard]] std::shared_ptr<const std::string> gzip() const { return copy(gzip_); }
  void set_brotli(std::string bytes) { set(brotli_, std::move(bytes)); }
  void set_gzip(std::string bytes) { set(gzip_, std::move(bytes)); }

 private:
  using Copy = std::shared_ptr<const std::string>;
  Copy copy(const Copy& which) const {
    const std::lock_guard lock(mutex_);
    return which;
  }
  void set(Copy& which, std::string bytes) {
    auto made = std::make_shared<const std::string>(std::move(bytes));
    const std::lock_guard lock(mutex_);
    which = std::move(made);
  }

  mutable std::mutex mutex_;
  Copy brotli_, gzip_;
};

}  // namespace shohin
