#include "serving/tensor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "text/number.h"

namespace shohin {
namespace {

static_assert(std::endian::native == std::endian::little, "the binary extension is little-endian");

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Datatype {
  std::string_view name;
  std::size_t bytes;  // of one element; 0 for texts
  double (*read)(const char* bytes);
  double least = 0, most = 0;  // of integers
};

template <class Number>
double read_number(const char* bytes) {
  Number number{};
  std::memcpy(&number, bytes, sizeof number);
  return static_cast<double>(number);
}

// IEEE 754 binary16, which C++ has no type for.
double read_half(const char* bytes) {
  std::uint16_t half = 0;
  std::memcpy(&half, bytes, sizeof half);
  const int exponent = (half >> 10) & 31;
  const int fraction = half & 1023;
  const double sign = (half & 0x8000) != 0 ? -1 : 1;
  if (exponent == 31) return fraction != 0 ? kNaN : sign * std::numeric_limits<double>::infinity();
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

template <class Number>
constexpr Datatype integer(std::string_view name) {
  using Limits = std::numeric_limits<Number>;
  return {name, sizeof(Number), read_number<Number>, static_cast<double>(Limits::min()),
          static_cast<double>(Limits::max())};
}

constexpr std::array<Datatype, 13> kDatatypes = {{{"BOOL", 1, read_number<std::uint8_t>, 0, 1},
                                                  integer<std::uint8_t>("UINT8"),
                                                  integer<std::uint16_t>("UINT16"),
                                                  integer<std::uint32_t>("UINT32"),
                                                  integer<std::uint64_t>("UINT64"),
                                                  integer<std::int8_t>("INT8"),
                                                  integer<std::int16_t>("INT16"),
                                                  integer<std::int32_t>("INT32"),
                                                  integer<std::int64_t>("INT64"),
                                                  {"FP16", 2, read_half},
                                                  {"FP32", 4, read_number<float>},
                                                  {"FP64", 8, read_number<double>},
                                                  {"BYTES", 0, nullptr}}};

tl::unexpected<Error> bad(const Tensor& tensor, std::string_view what) {
  return refuse(ErrorCode::kBadRequest, "inputs." + tensor.name.substr(0, 100) + ": " + std::string(what));
}

// The number of elements; nothing when it is no shape or its product is out of all proportion.
std::optional<std::uint64_t> read_shape(const Json& shape, Tensor& tensor) {
  constexpr double kMost = 1e9;
  double product = 1;
  for (const auto& length : shape.as_array()) {
    const double number = length.as_number();
    if (!length.is_number() || number < 0 || number != std::floor(number)) return std::nullopt;
    product *= number;
    if (number > kMost || product > kMost) return std::nullopt;
    tensor.shape.push_back(static_cast<std::uint64_t>(number));
  }
  if (tensor.shape.empty()) return std::nullopt;
  return static_cast<std::uint64_t>(product);
}

// Whether that datatype has such a number: integers have whole ones within their range.
bool has_number(const Datatype& type, double number) {
  if (type.least == type.most) return true;
  return number == std::floor(number) && number >= type.least && number <= type.most;
}

bool has_value(const Datatype& type, const Json& value) {
  if (type.bytes == 0) return value.is_string();
  if (value.is_bool()) return type.name == "BOOL";
  return value.is_null() || (value.is_number() && has_number(type, value.as_number()));
}

// Nested lists are read in their order, which is the row-major one.
Outcome<void> add_values(const Json& data, const Datatype& type, Tensor& tensor) {
  if (data.is_array()) {
    for (const auto& value : data.as_array()) {
      if (auto added = add_values(value, type, tensor); !added) return added;
    }
    return {};
  }
  if (!has_value(type, data)) {
    const auto shown = data.is_number() ? print_number(data.as_number())
                                        : "a value of type " + std::string(data.type_name());
    return bad(tensor, "'data' holds " + shown + ", which is no " + std::string(type.name) + ".");
  }
  if (data.is_string()) {
    tensor.texts.push_back(data.as_string());
  } else {
    tensor.numbers.push_back(data.is_null()   ? kNaN
                             : data.is_bool() ? (data.as_bool() ? 1 : 0)
                                              : data.as_number());
  }
  return {};
}

bool add_binary_texts(std::string_view bytes, Tensor& tensor) {
  while (!bytes.empty()) {
    std::uint32_t length = 0;
    if (bytes.size() < sizeof length) return false;
    std::memcpy(&length, bytes.data(), sizeof length);
    bytes.remove_prefix(sizeof length);
    if (bytes.size() < length) return false;
    tensor.texts.emplace_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  return true;
}

bool add_binary(std::string_view bytes, const Datatype& type, Tensor& tensor) {
  if (type.bytes == 0) return add_binary_texts(bytes, tensor);
  if (bytes.size() % type.bytes != 0) return false;
  for (std::size_t at = 0; at < bytes.size(); at += type.bytes) {
    const double number = type.read(bytes.data() + at);
    if (!has_number(type, number)) return false;  // a BOOL of neither 0 nor 1
    tensor.numbers.push_back(number);
  }
  return true;
}

}  // namespace

Outcome<Tensor> read_tensor(const Json& document, std::string_view& binary) {
  Tensor tensor;
  tensor.name = document["name"].as_string();
  if (tensor.name.empty()) return refuse(ErrorCode::kBadRequest, "inputs: every input needs a 'name'.");
  const auto type = std::find_if(kDatatypes.begin(), kDatatypes.end(), [&](const Datatype& one) {
    return one.name == document["datatype"].as_string();
  });
  if (type == kDatatypes.end()) {
    return bad(tensor,
               "'datatype' must be one of BOOL, UINT8 to UINT64, INT8 to INT64, FP16, FP32, FP64, BYTES.");
  }
  const auto count = read_shape(document["shape"], tensor);
  if (!count) return bad(tensor, "'shape' must be a list of whole numbers.");
  const auto& size = document["parameters"]["binary_data_size"];
  if (!size.is_null()) {
    const double wanted = size.as_number();
    if (!size.is_number() || wanted < 0 || wanted != std::floor(wanted))
      return bad(tensor, "'binary_data_size' must be a number of bytes.");
    if (wanted > static_cast<double>(binary.size())) {
      return bad(tensor, "'binary_data_size' is more than the bytes that were sent.");
    }
    const auto bytes = binary.substr(0, static_cast<std::size_t>(wanted));
    binary.remove_prefix(bytes.size());
    if (!add_binary(bytes, *type, tensor))
      return bad(tensor, "its bytes are no elements of type " + std::string(type->name) + ".");
  } else {
    if (!document["data"].is_array()) return bad(tensor, "'data' must be a list of values of its datatype.");
    auto added = add_values(document["data"], *type, tensor);
    if (!added) return tl::unexpected<Error>(std::move(added).error());
  }
  if (tensor.size() != *count) {
    return bad(tensor, "'data' has " + std::to_string(tensor.size()) + " values where its shape says " +
                           std::to_string(*count) + ".");
  }
  return tensor;
}

std::string binary_floats(const std::vector<float>& numbers) {
  std::string bytes(numbers.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

std::string binary_texts(const std::vector<std::string>& texts) {
  std::string bytes;
  for (const auto& text : texts) {
    const auto length = static_cast<std::uint32_t>(text.size());
    std::array<char, sizeof length> prefix{};
    std::memcpy(prefix.data(), &length, sizeof length);
    bytes.append(prefix.data(), prefix.size());
    bytes += text;
  }
  return bytes;
}

}  // namespace shohin
