#include "serving/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

namespace shohin {
namespace {

constexpr std::size_t kPiece = 64 * 1024;  // between two looks at `stop`
// 11 is a tenth smaller than 9 on our models, for thirty times the time: a second for a model of usual size,
// but minutes for one of many megabytes.
constexpr std::uint32_t kBestQuality = 11;
constexpr std::uint32_t kLargeQuality = 9;
constexpr std::size_t kLarge = 8U << 20U;
constexpr std::uint32_t kSmallestWindow = 16, kLargestWindow = 22;
constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for a gzip header

// The smallest window that reaches over the whole file: the encoder's memory grows with it.
std::uint32_t window_for(std::size_t size) {
  auto window = kSmallestWindow;
  while (window < kLargestWindow && (std::size_t{1} << window) < size + 16) ++window;
  return window;
}

}  // namespace

std::optional<std::string> compress_brotli(std::string_view bytes, const std::atomic<bool>& stop) {
  const std::unique_ptr<BrotliEncoderState, decltype(&BrotliEncoderDestroyInstance)> state(
      BrotliEncoderCreateInstance(nullptr, nullptr, nullptr), &BrotliEncoderDestroyInstance);
  if (!state) return std::nullopt;
  BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_QUALITY,
                            bytes.size() > kLarge ? kLargeQuality : kBestQuality);
  BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_LGWIN, window_for(bytes.size()));
  BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_SIZE_HINT, static_cast<std::uint32_t>(bytes.size()));
  std::string encoded;
  std::array<std::uint8_t, kPiece> piece{};
  while (!BrotliEncoderIsFinished(state.get())) {
    if (stop) return std::nullopt;
    const auto* next_in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto offered = std::min(bytes.size(), kPiece);
    std::size_t left_in = offered;
    std::uint8_t* next_out = piece.data();
    std::size_t left_out = piece.size();
    const auto step = offered == bytes.size() ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_PROCESS;
    if (!BrotliEncoderCompressStream(state.get(), step, &left_in, &next_in, &left_out, &next_out, nullptr)) {
      return std::nullopt;
    }
    bytes.remove_prefix(offered - left_in);
    encoded.append(reinterpret_cast<const char*>(piece.data()), piece.size() - left_out);
  }
  return encoded;
}

std::optional<std::string> compress_gzip(std::string_view bytes, const std::atomic<bool>& stop) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  const std::unique_ptr<z_stream, decltype(&deflateEnd)> ended(&stream, &deflateEnd);
  std::string encoded;
  std::array<std::uint8_t, kPiece> piece{};
  for (int result = Z_OK; result != Z_STREAM_END;) {
    if (stop) return std::nullopt;
    const auto offered = std::min(bytes.size(), kPiece);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(offered);
    stream.next_out = piece.data();
    stream.avail_out = static_cast<uInt>(piece.size());
    result = deflate(&stream, offered == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return std::nullopt;
    bytes.remove_prefix(offered - stream.avail_in);
    encoded.append(reinterpret_cast<const char*>(piece.data()), piece.size() - stream.avail_out);
  }
  return encoded;
}

}  // namespace shohin
