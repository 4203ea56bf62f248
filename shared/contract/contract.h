// The typed description of a model's inputs and classes. Forms, validation, CSV import, OpenAPI and ONNX
// metadata are all made from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fault/fault.h"
#include "text/json.h"

namespace shohin {

inline constexpr std::string_view kContractSchema = "shohin.contract/1";

enum class FeatureKind : std::uint8_t { kNumeric, kOrdinal, kCategorical };

// Texts by language tag ("en", "pt-BR"), in the file's order.
using LocalText = std::vector<std::pair<std::string, std::string>>;

struct Category {
  std::string name;
  LocalText label;

  bool operator==(const Category&) const = default;
};

struct Feature {
  std::string name{};
  FeatureKind kind = FeatureKind::kNumeric;
  std::string unit{};            // as shown beside the number: "cm"; empty for none
  double min = 0, max = 0;       // inclusive; unused by categorical features
  std::optional<double> step{};  // a sensible step of the form's control
  std::optional<std::pair<double, double>>
      typical{};                       // where most rows lie; outside is a warning, never a fault
  std::vector<Category> categories{};  // a category's index is its position; only for categorical features
  bool required = true;
  LocalText label{}, help{};

  bool operator==(const Feature&) const = default;
};

struct TargetClass {
  std::string name;
  LocalText label;

  bool operator==(const TargetClass&) const = default;
};

struct Contract {
  std::string name;
  std::uint32_t version = 1;
  LocalText title;
  std::vector<Feature> features;  // the order of a row of values
  std::string target;
  std::vector<TargetClass> classes;  // a class's index is its position

  [[nodiscard]] std::optional<std::uint32_t> feature_index(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint32_t> class_index(std::string_view name) const;
  bool operator==(const Contract&) const = default;
};

// "numeric", "ordinal" or "categorical".
std::string_view kind_name(FeatureKind kind);

// Reads "schema": "shohin.contract/1". Every fault of the document is given, each with its path in `field`
// ("features[2].min"): kMissing, kUnknownField, kDuplicateField, kWrongType, kOutOfRange, kNotAnInteger,
// kUnknownCategory (a kind, or a label of no category), kTooLarge, kBadSyntax (control characters in a name);
// parse_contract also those of parse_json.
Result<Contract> parse_contract(std::string_view json);
Result<Contract> read_contract(const Json& document);

// The whole contract as JSON, with titles, labels and help.
Json contract_json(const Contract& contract);

// What the digests cover: schema, names, kinds, units, ranges, categories, required, class names; keys
// sorted, no spaces, shortest numbers; no version, titles, labels, steps, typical ranges or help.
std::string canonical_contract(const Contract& contract);

// The text of one language, else English, else the first, else `otherwise`.
std::string_view text_in(const LocalText& text, std::string_view language, std::string_view otherwise);

}  // namespace shohin
