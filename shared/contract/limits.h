// Every limit on what comes from outside, in one table.
#pragma once

#include <cstdint>

namespace shohin {

struct Limits {
  static constexpr std::uint64_t kCsvBytes = 256ULL << 20;
  static constexpr std::uint64_t kRows = 5'000'000;
  static constexpr std::uint32_t kColumns = 10'000;
  static constexpr std::uint64_t kCells = 128ULL << 20;  // rows times features: 512 MB of float32
  static constexpr std::uint64_t kRecordBytes = 16ULL << 20;
  static constexpr std::uint32_t kWholeNumber = 1U << 24;  // up to here float32 has every whole number
  static constexpr std::uint64_t kOnnxBytes = 64ULL << 20;
  static constexpr std::uint64_t kJsonBytes = 1ULL << 20;
  static constexpr std::uint64_t kArtifactBytes = 5ULL << 30;
  static constexpr std::uint32_t kNameBytes = 250;
  static constexpr std::uint32_t kClasses = 1'000;
  static constexpr std::uint32_t kCategories =
      250;  // each has a bin of its own, and one is for what is missing
};

}  // namespace shohin
