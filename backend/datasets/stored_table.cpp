#include "datasets/stored_table.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "error/fault_text.h"

namespace shohin {
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;

tl::unexpected<Error> refuse_unreadable(const std::filesystem::path& file) {
  return refuse(ErrorCode::kInternalError, "The data set's file cannot be read.", file.string());
}

// Ends early when it is not to go on.
Result<Table> read_pieces(std::ifstream& in, const Contract& contract, const std::function<bool()>& go_on) {
  std::string piece(kPieceBytes, '\0');
  const auto more = [&] {
    if (!go_on()) return std::string_view();
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    return std::string_view(piece.data(), static_cast<std::size_t>(in.gcount()));
  };
  return read_csv(more, contract);
}

Result<Table> read_whole(std::ifstream& in, const Contract& contract) {
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return read_json_rows(text, contract);
}

}  // namespace

Outcome<Table> read_table_file(const std::filesystem::path& file, DataFormat format, const Contract& contract,
                               const std::function<bool()>& go_on) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  std::ifstream in(file, std::ios::binary);
  if (failed || !in) return refuse_unreadable(file);
  if (auto good = check_data_size(size); !good) {
    return tl::unexpected<Error>(faults_error(ErrorCode::kTooLarge, std::move(good).error()));
  }
  auto table = format == DataFormat::kCsv ? read_pieces(in, contract, go_on) : read_whole(in, contract);
  if (!go_on()) return refuse(ErrorCode::kTemporarilyUnavailable, "Reading the data set was given up.");
  if (in.bad()) return refuse_unreadable(file);
  if (!table) return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidRow, std::move(table).error()));
  return std::move(*table);
}

}  // namespace shohin
