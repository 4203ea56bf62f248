// write_pipeline()
#include <limits>
#include <vector>

#include "model/onnx_node_writer.h"
#include "model/onnx_pipeline.h"
#include "model/onnx_shape.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

// Picks columns of `features`.
void write_gather(std::span<const std::uint32_t> columns, std::string_view indices, std::string_view picked,
                  ProtobufWriter& graph) {
  NodeWriter constant(op::kConstant, {}, {indices});
  constant.integers("value_ints", columns);
  graph.message(graph_field::kNode, constant.message());
  NodeWriter gather(op::kGather, {kInput, indices}, {picked});
  gather.integer("axis", 1);
  graph.message(graph_field::kNode, gather.message());
}

// One value of each number.
template <class T>
std::vector<T> each(const std::vector<NumberInput>& numbers, T NumberInput::*value) {
  std::vector<T> out;
  out.reserve(numbers.size());
  for (const NumberInput& number : numbers) out.push_back(number.*value);
  return out;
}

// The last of these tensors in use is the one with the numbers; it bears the name `made`.
struct NumberSteps {
  bool gather = false, impute = false, scale = false;
};

NumberSteps steps_of(const std::vector<NumberInput>& numbers, std::uint32_t feature_count) {
  NumberSteps steps{.gather = numbers.size() != feature_count};
  for (std::uint32_t i = 0; i < numbers.size(); ++i) {
    const NumberInput& number = numbers[i];
    steps.gather = steps.gather || number.feature != i;
    steps.impute = steps.impute || number.fill == number.fill;
    steps.scale = steps.scale || number.offset != 0 || number.scale != 1;
  }
  return steps;
}

std::string_view write_numbers(const std::vector<NumberInput>& numbers, std::uint32_t feature_count,
                               std::string_view made, ProtobufWriter& graph) {
  const NumberSteps steps = steps_of(numbers, feature_count);
  std::string_view last = kInput;
  if (steps.gather) {
    const std::string_view picked = steps.impute || steps.scale ? "picked" : made;
    write_gather(each(numbers, &NumberInput::feature), "number_columns", picked, graph);
    last = picked;
  }
  if (steps.impute) {
    const std::string_view filled = steps.scale ? "filled" : made;
    NodeWriter imputer(op::kImputer, {last}, {filled});
    imputer.reals("imputed_value_floats", each(numbers, &NumberInput::fill));
    imputer.real("replaced_value_float", std::numeric_limits<float>::quiet_NaN());
    graph.message(graph_field::kNode, imputer.message());
    last = filled;
  }
  if (!steps.scale) return last;
  NodeWriter scaler(op::kScaler, {last}, {made});
  scaler.reals("offset", each(numbers, &NumberInput::offset));
  scaler.reals("scale", each(numbers, &NumberInput::scale));
  graph.message(graph_field::kNode, scaler.message());
  return made;
}

void write_categories(const std::vector<CategoryInput>& categories, std::string_view made,
                      ProtobufWriter& graph) {
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
  for (const CategoryInput& one : categories) {
    columns.push_back(one.feature);
    values.push_back(one.category);
  }
  write_gather(columns, "category_columns", "categories", graph);
  NodeWriter constant(op::kConstant, {}, {"category_values"});
  constant.reals("value_floats", values);
  graph.message(graph_field::kNode, constant.message());
  const NodeWriter equal(op::kEqual, {"categories", "category_values"}, {"is_category"});
  graph.message(graph_field::kNode, equal.message());
  NodeWriter cast(op::kCast, {"is_category"}, {made});
  cast.integer("to", element_type::kFloat);
  graph.message(graph_field::kNode, cast.message());
}

}  // namespace

std::string_view write_pipeline(const Pipeline& pipeline, std::uint32_t feature_count,
                                ProtobufWriter& graph) {
  if (pipeline.is_identity()) return kInput;
  if (pipeline.categories.empty()) return write_numbers(pipeline.numbers, feature_count, kInputs, graph);
  if (pipeline.numbers.empty()) {
    write_categories(pipeline.categories, kInputs, graph);
    return kInputs;
  }
  const std::string_view numbers = write_numbers(pipeline.numbers, feature_count, "numbers", graph);
  write_categories(pipeline.categories, "indicators", graph);
  NodeWriter concat(op::kConcat, {numbers, "indicators"}, {kInputs});
  concat.integer("axis", 1);
  graph.message(graph_field::kNode, concat.message());
  return kInputs;
}

}  // namespace shohin
