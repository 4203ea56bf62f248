// Requests and answers of the Open Inference Protocol v2 for our models.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "serving/served_models.h"
#include "serving/tensor.h"

namespace shohin {

struct WantedOutput {
  std::string name;     // "label" or "probabilities"
  bool binary = false;  // its bytes after the JSON
};

struct InferenceRequest {
  std::string id;  // echoed; empty for none
  std::vector<Tensor> inputs;
  std::vector<WantedOutput> outputs;
};

// json_bytes: how many of the body are JSON when tensors follow it; npos without. Fails with kBadRequest.
Outcome<InferenceRequest> read_inference(std::string_view body, std::size_t json_bytes);

// The rows, [N x features]. Either one tensor `features` [N, features] as the model file's own input has it
// (a category is its index, missing is NaN), or a tensor [N] or [N, 1] for each feature, by its name, with
// categories as BYTES or as indices; optional ones may be left out. Fails with kBadRequest for every value
// that breaks the contract.
Outcome<std::vector<float>> inference_rows(const InferenceRequest& request, const Contract& contract);

struct InferenceAnswer {
  std::string body;
  std::size_t json_bytes = 0;  // 0 when all of it is JSON
};
InferenceAnswer inference_answer(const ServedModel& model, const InferenceRequest& request,
                                 std::vector<float> probabilities);

// {"name", "versions", "platform", "inputs", "outputs"}
std::string inference_metadata(const ServedModel& model);

}  // namespace shohin
