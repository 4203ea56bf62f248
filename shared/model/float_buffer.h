// Floats for the length of one call.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace shohin {

// On the stack up to kFew, otherwise allocated. Not initialised.
class FloatBuffer {
 public:
  static constexpr std::size_t kFew = 4096;

  explicit FloatBuffer(std::size_t size) : many_(size > kFew ? size : 0), size_(size) {}
  FloatBuffer(const FloatBuffer&) = delete;
  FloatBuffer& operator=(const FloatBuffer&) = delete;

  [[nodiscard]] std::span<float> floats() { return {many_.empty() ? few_.data() : many_.data(), size_}; }

 private:
  std::array<float, kFew> few_;
  std::vector<float> many_;
  std::size_t size_;
};

}  // namespace shohin
