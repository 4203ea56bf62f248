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
  using Bytes = std::shared_ptr<const std::string>;

  // Null until it is made.
  [[nodiscard]] Bytes brotli() const { return copy(brotli_); }
  [[nodiscard]] Bytes gzip() const { return copy(gzip_); }
  void set_brotli(Bytes bytes) { set(brotli_, std::move(bytes)); }
  void set_gzip(Bytes bytes) { set(gzip_, std::move(bytes)); }

 private:
  Bytes copy(const Bytes& which) const {
    const std::lock_guard lock(mutex_);
    return which;
  }
  void set(Bytes& which, Bytes bytes) {
    const std::lock_guard lock(mutex_);
    which = std::move(bytes);
  }

  mutable std::mutex mutex_;
  Bytes brotli_, gzip_;
};

}  // namespace shohin
