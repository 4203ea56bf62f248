// What is wrong with something that came from outside: data, never prose. Pages and programs word it from the
// code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace shohin {

enum class FaultCode : std::uint8_t {
  kMissing,              // a required field is not there, null or empty
  kUnknownField,         // a name that the contract or the table of settings does not have
  kDuplicateField,       // the same name twice
  kWrongType,            // `value` is of another type than `expected` says
  kNotANumber,           // text where a number belongs
  kNotFinite,            // NaN or an infinity
  kNotAnInteger,         // an ordinal field with a fraction
  kOutOfRange,           // `expected` holds the range
  kUnknownCategory,      // `expected` lists the categories
  kUnknownClass,         // `expected` lists the classes
  kRaggedRow,            // a row has another number of cells than the header
  kWrongSeparator,       // the cells of a CSV are not separated by commas; `value` is what separates them
  kEmpty,                // nothing to read
  kTooLarge,             // over a limit of limits.h; `expected` holds the limit
  kBadSyntax,            // the text breaks its own grammar (JSON, CSV quotes, protobuf)
  kBadUtf8,              // bytes that are no UTF-8
  kTruncated,            // the bytes end too early
  kUnsupportedOperator,  // an ONNX operator that is not ours; `value` is its name
  kUnsupportedModel,     // an ONNX file of another shape than a model of ours; `field` says where
  kBadTree,              // a tree that dangles, loops or reaches outside
  kForeignContract,      // the model's contract is not the one expected
  kTooFewRows,           // a class or a part of a split would be left without rows
  kDigestMismatch,       // bytes are not the ones that were named
  kContradiction,        // a setting that does not go with another; `expected` says what that must be
  kUnlikeTraining,       // a warning: a row stranger (`value`) than nearly all training rows (`expected`)
};

inline constexpr FaultCode kLastFaultCode = FaultCode::kUnlikeTraining;

// The stable name of a code, such as "out_of_range": the key of public/texts/faults.json.
std::string_view code_name(FaultCode code);

struct Fault {
  FaultCode code{};
  std::string field{};     // the feature, column, setting or place in the file; empty when the whole is meant
  std::string value{};     // what was given, as text, at most 100 bytes
  std::string expected{};  // what would be right, without words: "0.1 to 15 cm", "fibrous, tap, aerial"
  std::uint64_t row{};     // 1 is the first row of data; 0 when no row is meant
  std::uint32_t column{};  // 1 is the first column; 0 when no column is meant

  bool operator==(const Fault&) const = default;
};

// The first hundred faults and how many there were in all.
class Faults {
 public:
  static constexpr std::size_t kKept = 100;

  Faults() = default;
  Faults(Fault fault) { add(std::move(fault)); }  // NOLINT: one fault is a list of one

  void add(Fault fault);
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] const Fault& first() const { return list_.front(); }
  [[nodiscard]] const std::vector<Fault>& list() const { return list_; }

 private:
  std::vector<Fault> list_;
  std::uint64_t count_ = 0;
};

// What every fallible function of the engine gives.
template <class T>
using Result = tl::expected<T, Faults>;

// The failing half of a Result: `return fail({.code = FaultCode::kEmpty, .field = "data"});`
tl::unexpected<Faults> fail(Fault fault);
tl::unexpected<Faults> fail(Faults faults);

}  // namespace shohin
