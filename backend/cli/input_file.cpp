#include "cli/input_file.h"

#include <cerrno>
#include <span>
#include <system_error>
#include <utility>

#include "contract/limits.h"
#include "error/errno_text.h"
#include "error/fault_text.h"
#include "model/onnx.h"

namespace shohin {
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;

tl::unexpected<Error> too_large(const std::filesystem::path& path, std::uint64_t size, std::uint64_t limit) {
  return found_bad(path, Fault{.code = FaultCode::kTooLarge,
                               .field = "bytes",
                               .value = std::to_string(size),
                               .expected = std::to_string(limit)});
}

}  // namespace

tl::unexpected<Error> found_bad(const std::filesystem::path& path, const Faults& faults) {
  const char* const gap = faults.count() == 1 ? ": " : ":\n";
  return tl::unexpected<Error>(
      Error{ErrorCode::kInvalidRow, path.string() + gap + english(faults), {}, faults});
}

Outcome<InputFile> InputFile::open(const std::filesystem::path& path, std::uint64_t limit) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  if (!std::filesystem::exists(status))
    return refuse(ErrorCode::kResourceDoesNotExist, path.string() + ": there is no such file.");
  if (std::filesystem::is_directory(status))
    return refuse(ErrorCode::kInvalidParameterValue, path.string() + " is a folder; name a file.");
  InputFile input;
  if (std::filesystem::is_regular_file(status)) input.size_ = std::filesystem::file_size(path, failed);
  if (input.size_ > limit) return too_large(path, input.size_, limit);
  input.file_.reset(std::fopen(path.c_str(), "rb"));
  if (!input.file_)
    return refuse(ErrorCode::kPermissionDenied, path.string() + " cannot be read: " + errno_text() + ".");
  input.path_ = path;
  input.limit_ = limit;
  input.buffer_.resize(kPieceBytes);
  return input;
}

std::string_view InputFile::next() {
  if (bytes_read_ > limit_) return {};
  const std::size_t count = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
  bytes_read_ += count;
  return bytes_read_ > limit_ ? std::string_view{} : std::string_view(buffer_.data(), count);
}

Outcome<void> InputFile::finish() const {
  if (bytes_read_ > limit_) return too_large(path_, bytes_read_, limit_);
  if (std::ferror(file_.get()) != 0)
    return refuse(ErrorCode::kInternalError, path_.string() + " cannot be read to its end.");
  return {};
}

Outcome<std::string> read_input(const std::filesystem::path& path, std::uint64_t limit) {
  auto input = InputFile::open(path, limit);
  if (!input) return tl::unexpected<Error>(std::move(input).error());
  std::string text;
  text.reserve(input->size());
  for (std::string_view piece = input->next(); !piece.empty(); piece = input->next()) text += piece;
  if (auto end = input->finish(); !end) return tl::unexpected<Error>(std::move(end).error());
  return text;
}

Outcome<Contract> read_contract_file(const std::filesystem::path& path) {
  const auto text = read_input(path, Limits::kJsonBytes);
  if (!text) return tl::unexpected<Error>(text.error());
  auto contract = parse_contract(*text);
  if (!contract) return found_bad(path, contract.error());
  return std::move(*contract);
}

Outcome<Model> read_model_file(const std::filesystem::path& path) {
  const auto bytes = read_input(path, Limits::kOnnxBytes);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  const std::span<const char> text(*bytes);
  auto model = read_onnx({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  if (!model) return found_bad(path, model.error());
  return std::move(*model);
}

Outcome<Json> read_json_argument(const std::string& option, const std::string& value) {
  const bool is_text = value.find('{') != std::string::npos;
  const auto text = is_text ? Outcome<std::string>(value) : read_input(value, Limits::kJsonBytes);
  if (!text) return tl::unexpected<Error>(text.error());
  auto json = parse_json(*text);
  if (!json) return found_bad(option, json.error());
  return std::move(*json);
}

}  // namespace shohin
