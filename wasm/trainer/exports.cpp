// What a Web Worker calls. `desk` is what open_desk() gave. Bytes lie in memory of take_bytes() and are freed
// by the call that they are passed to; an answer is freed by free_answer().
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "answer.h"
#include "desk.h"

namespace {

using shohin::Answer;
using shohin::Bytes;
using shohin::Desk;

// Bytes of the worker, freed at the end of the call.
class Given {
 public:
  Given(std::uint8_t* bytes, std::uint32_t size) : bytes_(bytes), size_(size) {}
  ~Given() { std::free(bytes_); }
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {bytes_, size_}; }
  [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(bytes_), size_}; }

 private:
  std::uint8_t* bytes_;
  std::uint32_t size_;
};

Answer* answer(const shohin::Result<Bytes>& result) {
  return result ? shohin::good_answer(*result) : shohin::bad_answer(result.error());
}

Answer* answer(const shohin::Result<shohin::Json>& result) {
  return result ? shohin::good_answer(shohin::write_json(*result)) : shohin::bad_answer(result.error());
}

}  // namespace

extern "C" {

// Given by progress.js.
void report_progress(std::uint32_t trees_done);

[[clang::export_name("take_bytes")]] void* take_bytes(std::uint32_t size) { return std::malloc(size); }

[[clang::export_name("free_answer")]] void free_answer(Answer* answer) { std::free(answer); }

[[clang::export_name("open_desk")]] Desk* open_desk() { return new Desk; }

[[clang::export_name("read_table")]] Answer* read_table(Desk* desk, int form, std::uint8_t* data,
                                                        std::uint32_t size, std::uint8_t* contract,
                                                        std::uint32_t contract_size) {
  const Given table(data, size), described(contract, contract_size);
  const auto kind = form == 0 ? shohin::DataForm::kCsv : shohin::DataForm::kJson;
  return answer(desk->read_table(kind, table.text(), described.text()));
}

[[clang::export_name("plan")]] Answer* plan(Desk* desk, std::uint8_t* request, std::uint32_t size) {
  const Given given(request, size);
  return answer(desk->plan(given.text()));
}

[[clang::export_name("train_range")]] Answer* train_range(std::uint8_t* plan, std::uint32_t size,
                                                          std::uint32_t first, std::uint32_t count) {
  const Given given(plan, size);
  return answer(shohin::train_range(given.bytes(), first, count, [](std::uint32_t trees_done) {
    report_progress(trees_done);
    return true;  // to cancel is to end the worker
  }));
}

[[clang::export_name("finish")]] Answer* finish(Desk* desk, std::uint8_t* plan, std::uint32_t plan_size,
                                                std::uint8_t* parts, std::uint32_t parts_size) {
  const Given planned(plan, plan_size), framed(parts, parts_size);
  const auto read = shohin::read_parts(framed.bytes());
  if (!read) return shohin::bad_answer(read.error());
  return answer(desk->finish(planned.bytes(), *read));
}

[[clang::export_name("pack")]] Answer* pack(Desk* desk) { return answer(desk->pack()); }

}  // extern "C"
