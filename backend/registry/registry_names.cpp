#include "registry/registry_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "text/ascii.h"
#include "text/utf8.h"
#include "tracking/artifact_path.h"
#include "tracking/names.h"

namespace shohin {
namespace {

constexpr std::array<std::string_view, 6> kReserved = {"production", "sha256",   "predict",
                                                       "manifest",   "contract", "card"};
constexpr std::size_t kTagCharacters = 100'000;

bool is_alias_character(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;  // letters of other alphabets
}

tl::unexpected<Error> refuse_value(std::string message) {
  return refuse(ErrorCode::kInvalidParameterValue, std::move(message));
}

}  // namespace

Outcome<void> check_model_name_form(const std::string& name) {
  const bool is_blank = name.find_first_not_of(" \t\r\n") == std::string::npos;
  if (is_blank) return refuse_value("Registered model name cannot be empty.");
  if (name.find_first_of("/:") != std::string::npos || name == "." || name.starts_with("..") ||
      climbs(name) || has_control_characters(name)) {
    return refuse_value("Invalid name: '" + cut(name, 100) +
                        "'. Registered model names cannot hold '/' or ':', be '.' or begin with '..'.");
  }
  return {};
}

Outcome<void> check_model_name(const std::string& name) {
  if (auto good = check_model_name_form(name); !good) return good;
  if (count_characters(name) > 256)
    return refuse_value("Registered model names have at most 256 characters.");
  if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end()) {
    return refuse_value("Invalid name: '" + name + "' has a meaning of its own below /models/.");
  }
  return {};
}

Outcome<void> check_alias_form(const std::string& alias) {
  if (alias.empty() || count_characters(alias) > 255 ||
      !std::all_of(alias.begin(), alias.end(), is_alias_character)) {
    return refuse_value("Invalid alias name: '" + cut(alias, 100) +
                        "'. 1 to 255 letters, digits, underscores and dashes are expected.");
  }
  return {};
}

Outcome<void> check_alias(const std::string& alias) {
  if (auto good = check_alias_form(alias); !good) return good;
  const auto lower = lower_case(alias);
  if (lower == "latest") return refuse_value("'latest' alias name (case insensitive) is reserved.");
  if (lower[0] == 'v' && is_digits(std::string_view(lower).substr(1))) {
    return refuse_value("Version alias name '" + alias + "' is reserved.");
  }
  return {};
}

Outcome<void> check_registry_tag(const KeyValue& tag) {
  if (auto good = check_key("tag", tag.key); !good) return good;
  return check_length("The value of tag '" + tag.key + "'", tag.value, kTagCharacters);
}

Outcome<std::int64_t> read_version_number(const std::string& version) {
  std::int64_t number = 0;
  const auto* end = version.data() + version.size();
  const auto [stopped, error] = std::from_chars(version.data(), end, number);
  if (error != std::errc() || stopped != end) {
    return refuse_value("Model version must be an integer, got '" + cut(version, 100) + "'.");
  }
  return number;
}

}  // namespace shohin
