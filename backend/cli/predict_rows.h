// Predictions for a CSV, batch by batch.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/input_file.h"
#include "cli/output_file.h"
#include "model/model.h"

namespace shohin {

// Reads rows from `input` and writes each with its prediction to `output`; memory does not grow with the
// file. Gives the number of rows. Faults of the rows (the first hundred of the whole file) come back as an
// Error that names `path`; then `output` is not to be kept. `tick` is called after each batch.
Outcome<std::uint64_t> predict_rows(const Model& model, std::uint32_t threads, InputFile& input,
                                    const std::string& path, OutputFile& output,
                                    const std::function<void()>& tick);

}  // namespace shohin
