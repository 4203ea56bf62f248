// Proves that no bytes can make the import of foreign models do harm: what it takes is a model whose file we
// read again.
#include <cstddef>
#include <cstdint>
#include <optional>

#include "import/import_onnx.h"
#include "model/onnx.h"
#include "require.h"

using shohin::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto model = shohin::import_onnx({data, size}, std::nullopt);
  if (!model) {
    require(!model.error().empty());
    return 0;
  }
  require(shohin::read_onnx(shohin::write_onnx(*model)).has_value());
  return 0;
}
