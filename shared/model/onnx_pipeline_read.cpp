// read_pipeline()
#include <algorithm>
#include <limits>

#include "model/check_inputs.h"
#include "model/onnx_attributes.h"
#include "model/onnx_pipeline.h"
#include "model/onnx_shape.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// Reads a pipeline backwards, from the tensor that the classifier takes. Keeps the first fault.
class PipelineReader {
 public:
  PipelineReader(NodeWalk& walk, std::string_view input, std::uint32_t features)
      : walk_(walk), input_(input), features_(features) {}

  Pipeline read(std::string_view inputs);
  [[nodiscard]] const std::optional<Faults>& faults() const { return faults_; }

 private:
  void refuse(std::string_view field, std::string_view value = {});
  void finish(AttributeReader& attributes);
  void read_both(const OnnxNode& concat, Pipeline& out);
  std::vector<std::uint32_t> read_columns(std::string_view picked);
  std::vector<NumberInput> read_numbers(std::string_view made);
  std::vector<CategoryInput> read_categories(const OnnxNode& cast);

  NodeWalk& walk_;
  std::string_view input_;
  std::uint32_t features_;
  std::optional<Faults> faults_;
};

void PipelineReader::refuse(std::string_view field, std::string_view value) {
  if (!faults_)
    faults_ =
        Fault{.code = FaultCode::kUnsupportedModel, .field = std::string(field), .value = std::string(value)};
}

void PipelineReader::finish(AttributeReader& attributes) {
  if (auto done = attributes.finish(); !done && !faults_) faults_ = done.error();
}

// The columns of the graph's input that the tensor holds.
std::vector<std::uint32_t> PipelineReader::read_columns(std::string_view picked) {
  std::vector<std::uint32_t> columns;
  if (picked == input_) {
    for (std::uint32_t i = 0; i < features_; ++i) columns.push_back(i);
    return columns;
  }
  const OnnxNode* const gather = walk_.take(picked, op::kGather);
  if (gather == nullptr || gather->inputs.size() != 2 || gather->inputs[0] != input_) {
    refuse(op::kGather, picked);
    return columns;
  }
  AttributeReader axis(*gather);
  if (axis.integer("axis") != 1) refuse(op::kGather, "axis");
  finish(axis);
  const OnnxNode* const constant = walk_.take(gather->inputs[1], op::kConstant);
  if (constant == nullptr) {
    refuse(op::kConstant, gather->inputs[1]);
    return columns;
  }
  AttributeReader values(*constant);
  columns = values.integers("value_ints");
  finish(values);
  if (columns.empty()) refuse(op::kGather, picked);
  return columns;
}

// One value for each number, or one for all.
bool spread(const std::vector<float>& values, std::vector<NumberInput>& numbers, float NumberInput::*place) {
  if (values.size() != numbers.size() && values.size() != 1) return false;
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i].*place = values[values.size() == 1 ? 0 : i];
  return true;
}

std::vector<NumberInput> PipelineReader::read_numbers(std::string_view made) {
  const OnnxNode* const scaler = walk_.take(made, op::kScaler);
  if (scaler != nullptr) made = scaler->inputs.size() == 1 ? scaler->inputs[0] : std::string_view();
  const OnnxNode* const imputer = walk_.take(made, op::kImputer);
  if (imputer != nullptr) made = imputer->inputs.size() == 1 ? imputer->inputs[0] : std::string_view();
  std::vector<NumberInput> numbers;
  for (const std::uint32_t column : read_columns(made))
    numbers.push_back({.feature = column, .fill = kMissing});
  if (imputer != nullptr) {
    AttributeReader values(*imputer);
    if (!spread(values.reals("imputed_value_floats"), numbers, &NumberInput::fill)) refuse(op::kImputer);
    const std::optional<float> replaced = values.real("replaced_value_float");
    if (!replaced || *replaced == *replaced) refuse(op::kImputer, "replaced_value_float");
    finish(values);
  }
  if (scaler != nullptr) {
    AttributeReader values(*scaler);
    if (!spread(values.reals("offset"), numbers, &NumberInput::offset) ||
        !spread(values.reals("scale"), numbers, &NumberInput::scale))
      refuse(op::kScaler);
    finish(values);
  }
  for (NumberInput& number : numbers)
    if (number.fill != number.fill) number.fill = kMissing;  // one pattern of bits
  return numbers;
}

std::vector<CategoryInput> PipelineReader::read_categories(const OnnxNode& cast) {
  AttributeReader to(cast);
  if (to.integer("to") != element_type::kFloat) refuse(op::kCast, "to");
  finish(to);
  const OnnxNode* const equal = cast.inputs.size() == 1 ? walk_.take(cast.inputs[0], op::kEqual) : nullptr;
  const OnnxNode* const constant =
      equal != nullptr && equal->inputs.size() == 2 ? walk_.take(equal->inputs[1], op::kConstant) : nullptr;
  std::vector<CategoryInput> categories;
  if (constant == nullptr) {
    refuse(op::kEqual);
    return categories;
  }
  AttributeReader none(*equal), values(*constant);
  const std::vector<float> wanted = values.reals("value_floats");
  finish(none);
  finish(values);
  const std::vector<std::uint32_t> columns = read_columns(equal->inputs[0]);
  if (columns.size() != wanted.size()) refuse(op::kEqual, std::to_string(wanted.size()));
  for (std::size_t i = 0; i < std::min(columns.size(), wanted.size()); ++i)
    categories.push_back({.feature = columns[i], .category = wanted[i]});
  return categories;
}

void PipelineReader::read_both(const OnnxNode& concat, Pipeline& out) {
  AttributeReader axis(concat);
  const bool fits = axis.integer("axis") == 1 && concat.inputs.size() == 2;
  finish(axis);
  const OnnxNode* const cast = fits ? walk_.take(concat.inputs[1], op::kCast) : nullptr;
  if (cast == nullptr) return refuse(op::kConcat);
  out.numbers = read_numbers(concat.inputs[0]);
  out.categories = read_categories(*cast);
}

Pipeline PipelineReader::read(std::string_view inputs) {
  Pipeline out;
  if (inputs == input_) return out;
  if (const OnnxNode* const concat = walk_.take(inputs, op::kConcat))
    read_both(*concat, out);
  else if (const OnnxNode* const cast = walk_.take(inputs, op::kCast))
    out.categories = read_categories(*cast);
  else
    out.numbers = read_numbers(inputs);
  return out;
}

}  // namespace

Result<Pipeline> read_pipeline(NodeWalk& walk, const PipelineEnds& ends, const Contract& contract) {
  PipelineReader reader(walk, ends.features, static_cast<std::uint32_t>(contract.features.size()));
  Pipeline pipeline = reader.read(ends.inputs);
  if (reader.faults()) return fail(*reader.faults());
  if (auto fault = pipeline_fault(pipeline, contract)) return fail(std::move(*fault));
  return pipeline;
}

}  // namespace shohin
