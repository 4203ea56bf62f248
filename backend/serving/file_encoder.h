// Encodes model files once each, on a thread that gives way to every other.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "serving/encoded_file.h"
#include "serving/encoded_files.h"

namespace shohin {

class FileEncoder {
 public:
  // directory: where copies are kept; an empty one keeps them in memory only.
  explicit FileEncoder(std::filesystem::path directory) : files_(std::move(directory)) {}
  ~FileEncoder();  // what is not done yet is left
  FileEncoder(const FileEncoder&) = delete;
  FileEncoder& operator=(const FileEncoder&) = delete;

  // Fills `encoded` at once with copies that are kept and with the gzip of a file of at most 2 MB, and later
  // with the others.
  void encode(const std::string& sha256, std::shared_ptr<const std::string> bytes,
              std::shared_ptr<EncodedFile> encoded);
  // The kept copy of a file that is not in memory. Without one it is made soon, for the next who asks.
  std::optional<EncodedFiles::Copy> find(const std::string& sha256, Encoding encoding,
                                         const std::filesystem::path& file);

 private:
  struct Job {
    std::string sha256;
    std::shared_ptr<const std::string> bytes;  // or null: those of `file`
    std::filesystem::path file;
    std::shared_ptr<EncodedFile> encoded;  // or null
  };
  using Bytes = std::shared_ptr<const std::string>;
  using Compress = std::optional<std::string> (*)(std::string_view bytes, const std::atomic<bool>& stop);
  Bytes make(const std::string& sha256, std::string_view bytes, Encoding encoding, Compress compress);
  void add(Job job);
  void work();
  void run(Job& job);

  EncodedFiles files_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::set<std::string> asked_;  // by find(), so that one file is queued once
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace shohin
