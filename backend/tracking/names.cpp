#include "tracking/names.h"

#include "text/ascii.h"
#include "text/utf8.h"
#include "tracking/artifact_path.h"

namespace shohin {
namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

bool is_key_character(char c) {
  return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("_/.- :").find(c) != std::string_view::npos;
}

tl::unexpected<Error> refuse_name(std::string_view what, std::string_view name, std::string_view why) {
  return refuse(
      ErrorCode::kInvalidParameterValue,
      "Invalid " + std::string(what) + " name '" + cut(std::string(name), 100) + "': " + std::string(why));
}

}  // namespace

bool is_normal_path(std::string_view path) {
  for (;;) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

std::string cut(std::string text, std::size_t characters) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_character(text[i]) && count++ == characters) {
      text.resize(i);
      return text;
    }
  }
  return text;
}

Outcome<void> check_key(std::string_view what, std::string_view key) {
  if (key.empty()) return refuse_name(what, key, "it is empty.");
  for (const char c : key) {
    if (!is_key_character(c)) {
      return refuse_name(what, key,
                         "it may hold letters, digits, underscores (_), dashes (-), periods (.), spaces ( ), "
                         "colons (:) and slashes (/).");
    }
  }
  if (!is_normal_path(key) || key.starts_with(".."))
    return refuse_name(what, key, "it begins with '..' or has an empty, '.' or '..' part between slashes.");
  if (count_characters(key) > kKeyCharacters)
    return refuse_name(what, key, "it is longer than 250 characters.");
  return {};
}

Outcome<void> check_any_key(std::string_view what, std::string_view key) {
  if (key.empty()) return refuse_name(what, key, "it is empty.");
  if (has_control_characters(key)) return refuse_name(what, key, "it has control characters.");
  if (count_characters(key) > kKeyCharacters)
    return refuse_name(what, key, "it is longer than 250 characters.");
  return {};
}

Outcome<void> check_is_free(std::string_view run_tag_key) {
  if (run_tag_key != kVerifiedTag) return {};
  return refuse_name("tag", run_tag_key, "only the server sets it, when it has trained the run again.");
}

Outcome<void> check_run_tag_key(std::string_view key) {
  return check_key("tag", key).and_then([&] { return check_is_free(key); });
}

Outcome<void> check_length(std::string_view what, std::string_view text, std::size_t most) {
  if (count_characters(text) <= most) return {};
  return refuse(ErrorCode::kInvalidParameterValue,
                std::string(what) + " is longer than " + std::to_string(most) + " characters.");
}

Outcome<void> check_experiment_name(std::string_view name) {
  if (name.empty()) return refuse_name("experiment", name, "it is empty.");
  if (count_characters(name) > 500)
    return refuse_name("experiment", name, "it is longer than 500 characters.");
  if (climbs(name)) return refuse_name("experiment", name, "it has a part '..'.");
  return {};
}

Outcome<void> check_logged_model_name(std::string_view name) {
  if (name.empty() || name.find_first_of("/:.%\"'") != std::string_view::npos) {
    return refuse_name("model", name, "it must not be empty or hold any of / : . % \" '");
  }
  return {};
}

}  // namespace shohin
