// Files that the command line reads.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "error/error.h"
#include "model/model.h"

namespace shohin {

// A file that is read piece by piece.
class InputFile {
 public:
  // Fails with kResourceDoesNotExist, kInvalidParameterValue (a folder) and kTooLarge: the size is looked at
  // before anything is read.
  static Outcome<InputFile> open(const std::filesystem::path& path, std::uint64_t limit);

  // The next piece, valid until the next call; empty at the end, after a failed read and over the limit.
  std::string_view next();
  // What stopped the reading, if not the end of the file.
  [[nodiscard]] Outcome<void> finish() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }  // 0 for a pipe
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }  // only read: nothing can be lost
  };
  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<char> buffer_;
  std::uint64_t limit_ = 0, size_ = 0, bytes_read_ = 0;
};

// The whole file; fails as InputFile does.
Outcome<std::string> read_input(const std::filesystem::path& path, std::uint64_t limit);

// The two kinds of file that several commands take. What is wrong with them is in Error::faults.
Outcome<Contract> read_contract_file(const std::filesystem::path& path);
Outcome<Model> read_model_file(const std::filesystem::path& path);

// JSON that stands on the command line (then it has a brace), or in the file that it names. `option` is named
// when it is no JSON.
Outcome<Json> read_json_argument(const std::string& option, const std::string& value);

// Faults of a file's content, to be passed on by a function that gives an Outcome.
tl::unexpected<Error> found_bad(const std::filesystem::path& path, const Faults& faults);

}  // namespace shohin
