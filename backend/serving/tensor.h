// A tensor of the Open Inference Protocol: from JSON, flat or nested, or from the bytes of its binary
// extension.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "text/json.h"

namespace shohin {

struct Tensor {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::vector<double> numbers;     // row-major; empty for BYTES
  std::vector<std::string> texts;  // of BYTES

  [[nodiscard]] bool is_text() const { return !texts.empty(); }
  [[nodiscard]] std::size_t size() const { return numbers.size() + texts.size(); }
};

// Reads {"name", "shape", "datatype", "data"}; with {"parameters": {"binary_data_size": N}} instead of data
// it takes N bytes off the front of `binary`. Null is NaN. Fails with kBadRequest for anything that does not
// fit together: an unknown datatype, data that it does not have (5.1 as INT32, 2 as BOOL), or of another
// length than the shape says.
Outcome<Tensor> read_tensor(const Json& document, std::string_view& binary);

// The bytes of the binary extension: little-endian float32; texts each behind their length.
std::string binary_floats(const std::vector<float>& numbers);
std::string binary_texts(const std::vector<std::string>& texts);

}  // namespace shohin
