#include "answer.h"

#include <cstdlib>
#include <cstring>
#include <string>

#include "text/json.h"
#include "wire/fault_json.h"

namespace shohin {
namespace {

Answer* make_answer(bool ok, const void* bytes, std::size_t size) {
  auto* answer = static_cast<Answer*>(std::malloc(sizeof(Answer) + size));
  *answer = {.ok = ok ? 1U : 0U, .size = static_cast<std::uint32_t>(size)};
  if (size > 0) std::memcpy(answer + 1, bytes, size);
  return answer;
}

}  // namespace

Answer* good_answer(std::span<const std::uint8_t> bytes) {
  return make_answer(true, bytes.data(), bytes.size());
}

Answer* good_answer(std::string_view json) { return make_answer(true, json.data(), json.size()); }

Answer* bad_answer(const Faults& faults) {
  const std::string json = write_json(faults_json(faults));
  return make_answer(false, json.data(), json.size());
}

}  // namespace shohin
