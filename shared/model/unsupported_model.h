// The fault of an ONNX file that is no model of ours.
#pragma once

#include <string>
#include <string_view>

#include "fault/fault.h"

namespace shohin {

// `field` is the place in the file, `value` what is there and `expected` what would be right, as in Fault.
inline Fault unsupported_model(std::string_view field, std::string_view value = {},
                               std::string_view expected = {}) {
  return {.code = FaultCode::kUnsupportedModel,
          .field = std::string(field),
          .value = std::string(value),
          .expected = std::string(expected)};
}

}  // namespace shohin
