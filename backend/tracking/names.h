// What names, keys and values may be: MLflow's limits. Lengths count characters, not bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "error/error.h"

namespace shohin {

// At most so many characters; longer texts are cut silently, as MLflow does with params and run tags.
std::string cut(std::string text, std::size_t characters);

// No empty, "." or ".." part between slashes.
bool is_normal_path(std::string_view path);

// The key of a metric, param or tag: 1..250 of letters, digits, _ / . - : and blank, and a normalised path
// that does not begin with "..".
// `what` ("metric", "tag") is for the message. All of these fail with kInvalidParameterValue.
Outcome<void> check_key(std::string_view what, std::string_view key);
// Any characters but control characters; 1..250.
Outcome<void> check_any_key(std::string_view what, std::string_view key);
// As check_key for a run's tag, and not the one that the server itself sets.
Outcome<void> check_run_tag_key(std::string_view key);
Outcome<void> check_is_free(std::string_view run_tag_key);
Outcome<void> check_length(std::string_view what, std::string_view text, std::size_t most);
// 1..500 characters, nothing that climbs().
Outcome<void> check_experiment_name(std::string_view name);
// Not empty, none of / : . % " '
Outcome<void> check_logged_model_name(std::string_view name);

// Says how a run's last verification ended: "true" or "false". Only the server sets it.
constexpr const char* kVerifiedTag = "shohin.verified";

constexpr std::size_t kKeyCharacters = 250;
constexpr std::size_t kParamCharacters = 6000;
constexpr std::size_t kRunTagCharacters = 8000;
constexpr std::size_t kExperimentTagCharacters = 20000;

}  // namespace shohin
