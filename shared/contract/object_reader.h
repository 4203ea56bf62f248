// Reads the members of one JSON object into typed values and notes every fault under its path.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "contract/contract.h"

namespace shohin {

class ObjectReader {
 public:
  // `object` and `faults` must outlive the reader; `path` is empty for the document itself.
  ObjectReader(const Json& object, std::string path, Faults& faults);

  // Every member that has none of these names is a fault.
  void refuse_others(std::initializer_list<std::string_view> known);

  // A name: text of 1 to 250 bytes without control characters; required.
  std::string name(std::string_view member);
  // The same, but it may be left out or empty.
  std::string optional_name(std::string_view member);
  // Nothing when the member is not there (a fault if it is required) or no number.
  std::optional<double> number(std::string_view member, bool is_required);
  bool boolean(std::string_view member, bool otherwise);
  LocalText local_text(std::string_view member);
  // An array of lo..hi elements; null when it is not there or wrong.
  const JsonArray* array(std::string_view member, std::pair<std::size_t, std::size_t> count);

  void add(FaultCode code, std::string_view member, std::string value = {}, std::string expected = {});
  [[nodiscard]] std::string path_of(std::string_view member) const;
  [[nodiscard]] const Json& operator[](std::string_view member) const { return object_[member]; }

 private:
  void wrong_type(std::string_view member, std::string_view expected);

  const Json& object_;
  std::string path_;
  Faults& faults_;
};

// Notes kMissing, kTooLarge or kBadSyntax for a text that is no name; says whether it is one.
bool check_name(std::string_view name, const std::string& path, Faults& faults);

}  // namespace shohin
