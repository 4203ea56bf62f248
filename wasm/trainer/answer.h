// What every export gives: {u32 ok, u32 size, bytes}, little-endian, in memory that the page frees. The bytes
// are the value, or the faults as JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "fault/fault.h"

namespace shohin {

struct Answer {
  std::uint32_t ok;
  std::uint32_t size;
};

Answer* good_answer(std::span<const std::uint8_t> bytes);
Answer* good_answer(std::string_view json);
Answer* bad_answer(const Faults& faults);

}  // namespace shohin
