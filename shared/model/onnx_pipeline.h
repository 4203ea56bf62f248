// The nodes before the classifier: from `features` to the inputs of the predictor.
//
//   numbers:     Gather, Imputer, Scaler; each only where it does something
//   categories:  Gather, Equal, Cast
//   both:        Concat
//
// Indices and categories stand in Constant nodes, so that a graph of ours has no initializers (and with them
// no external data).
#pragma once

#include <cstdint>
#include <string_view>

#include "contract/contract.h"
#include "fault/fault.h"
#include "model/onnx_graph.h"
#include "model/pipeline.h"
#include "model/protobuf_writer.h"

namespace shohin {

// Adds the nodes to a GraphProto; gives the name of the tensor with the inputs.
std::string_view write_pipeline(const Pipeline& pipeline, std::uint32_t feature_count, ProtobufWriter& graph);

// Reads the nodes that make the tensor `inputs` of `features`, which is the graph's input. Fails with
// kUnsupportedModel; `field` is the operator.
struct PipelineEnds {
  std::string_view features, inputs;
};
Result<Pipeline> read_pipeline(NodeWalk& walk, const PipelineEnds& ends, const Contract& contract);

}  // namespace shohin
