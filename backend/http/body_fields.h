// Reads the JSON object that one of our own routes is sent, strictly: what is missing, of a wrong type or not
// known is a fault that names it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "http/route.h"
#include "text/json.h"

namespace shohin {

// Ask for the fields first, then look at finish(): until then what was asked for may be empty. Values are
// never repeated in a fault, because they may be passwords.
class BodyFields {
 public:
  // Fails with kBadRequest when the body is no JSON, and with kInvalidParameterValue when it is no object.
  static Outcome<BodyFields> read(const Request& request);

  [[nodiscard]] bool has(std::string_view name) const { return body_.has(name); }
  std::string text(std::string_view name);  // must be there and not empty
  std::optional<std::string> maybe_text(std::string_view name);
  std::optional<std::int64_t> maybe_integer(std::string_view name, std::int64_t least, std::int64_t most);
  std::vector<std::string> texts(std::string_view name);  // at least one

  // kInvalidParameterValue with every fault, members that nobody asked for among them.
  Outcome<void> finish();

 private:
  explicit BodyFields(Json body) : body_(std::move(body)) {}
  const Json* ask(std::string_view name);  // nothing when it is not there or null
  void complain_type(std::string_view name, const Json& found, std::string_view expected);

  Json body_;
  std::vector<std::string> asked_;
  Faults faults_;
};

}  // namespace shohin
