// Faults of the engine in English, for answers and terminals; the words are those of
// public/texts/faults.json.
#pragma once

#include <string>

#include "error/error.h"

namespace shohin {

// One sentence: "Row 12, column 3, height: “ten” is not a number; 0.1 to 150 cm would be right."
std::string english(const Fault& fault);

// Every fault that was kept, one a line, and how many more there were.
std::string english(const Faults& faults);

// An error whose message is the first fault's sentence and how many more there are; the faults go with it.
Error faults_error(ErrorCode code, Faults faults);

}  // namespace shohin
