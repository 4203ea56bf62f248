#include "mlflow/page_token.h"

#include <charconv>

#include "error/fault_text.h"

namespace shohin {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBefore = "{\"offset\": ";
constexpr std::size_t kLongest = 140;

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = (group << 8) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j <= bytes.size() ? kLetters[(group >> (18 - 6 * j)) & 63] : '=';
    }
  }
  return text;
}

std::string from_base64(std::string_view text) {
  std::string bytes;
  if (text.size() > kLongest) return bytes;
  std::uint32_t bits = 0;
  int count = 0;
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  for (const char c : text) {
    const auto value = kLetters.find(c);
    if (value == std::string_view::npos) return {};
    bits = ((bits << 6) | static_cast<std::uint32_t>(value)) & 0xffffff;
    count += 6;
    if (count >= 8) bytes += static_cast<char>((bits >> (count -= 8)) & 0xff);
  }
  return bytes;
}

tl::unexpected<Error> refuse_token(std::string_view token) {
  return tl::unexpected<Error>(
      faults_error(ErrorCode::kInvalidParameterValue, Fault{.code = FaultCode::kUnknownCategory,
                                                            .field = "page_token",
                                                            .value = std::string(token.substr(0, kLongest)),
                                                            .expected = "a token that this server gave"}));
}

std::string page_token(std::int64_t offset) {
  return to_base64(std::string(kBefore) + std::to_string(offset) + "}");
}

Outcome<std::int64_t> read_page_token(std::string_view token) {
  if (token.empty()) return 0;
  const auto text = from_base64(token);
  if (!text.starts_with(kBefore) || !text.ends_with('}')) return refuse_token(token);
  std::int64_t offset = -1;
  const auto* end = text.data() + text.size() - 1;
  const auto [stopped, error] = std::from_chars(text.data() + kBefore.size(), end, offset);
  if (error != std::errc() || stopped != end || offset < 0) return refuse_token(token);
  return offset;
}

Outcome<void> check_max_results(std::int64_t max_results, std::int64_t largest) {
  if (max_results >= 1 && max_results <= largest) return {};
  return refuse(ErrorCode::kInvalidParameterValue, "Invalid value " + std::to_string(max_results) +
                                                       " for parameter 'max_results': a number from 1 to " +
                                                       std::to_string(largest) + " is expected.");
}

Outcome<ResultPage> read_page(std::int64_t max_results, std::string_view token, std::int64_t largest) {
  if (auto good = check_max_results(max_results, largest); !good) return tl::unexpected(good.error());
  const auto offset = read_page_token(token);
  if (!offset) return tl::unexpected(offset.error());
  return ResultPage{max_results, *offset};
}

}  // namespace shohin
