// Reads JSON as MLflow's clients write it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace shohin {

// Discarded when the text is no JSON or nests too deep. Python's bare NaN, Infinity and -Infinity become
// texts.
nlohmann::json parse_message(const std::string& text);

// A whole number of 64 bits comes as 5, "5" or 5.0; a number also as "NaN", "Infinity", "-Infinity", true or
// false; a flag also as "true" or "false". Anything else is nothing.
std::optional<std::int64_t> integer_of(const nlohmann::json& value);
std::optional<double> number_of(const nlohmann::json& value);
std::optional<bool> flag_of(const nlohmann::json& value);

}  // namespace shohin
