// Reads the fields of an MLflow request: a JSON body, or the query of a GET.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "http/field.h"
#include "http/route.h"
#include "store/records.h"

namespace shohin {

// One JSON object. A field that is missing or null is nothing; one of a wrong type is a fault that names it.
// The first fault of a message and of everything inside it is kept: look at it once, after reading.
// MLflow's rules: a whole number may come as 5, "5" or 5.0; a number also as any text that Python's float()
// reads, such as "NaN" or "-inf"; true and false as texts only in a query.
class Message {
 public:
  // Fails with kInvalidParameterValue for a body that is not sent as application/json (a DELETE may have
  // none), or is JSON but no
  // object. A body that is no JSON at all has no fields, as MLflow has it: what is required is then missing.
  static Outcome<Message> read(const Request& request);
  // A message that only notes what it is asked for: everything is missing, but for one object in every list,
  // and it has failed from the start.
  static Message recorder();
  [[nodiscard]] std::vector<Field> recorded() const;
  ~Message();
  Message(Message&&) noexcept;
  Message& operator=(Message&&) noexcept;

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  [[nodiscard]] std::string text_or_empty(std::string_view name) const;
  [[nodiscard]] std::string required_text(std::string_view name) const;  // must be there and not empty
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::int64_t required_integer(std::string_view name) const;
  [[nodiscard]] std::optional<double> number(std::string_view name) const;
  [[nodiscard]] double required_number(std::string_view name) const;
  [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  [[nodiscard]] std::vector<Message> objects(std::string_view name) const;
  [[nodiscard]] std::optional<Message> object(std::string_view name) const;
  [[nodiscard]] std::vector<KeyValue> key_values(std::string_view name) const;  // [{key, value}, ...]
  // An enum by its name or number, which may come as text: the position in `names`, counted from 1. Whatever
  // is none of them is nothing, as MLflow has it, unless `unknown` makes it a fault.
  enum class Unknown : std::uint8_t { kIgnored, kNumberIsFault, kIsFault };
  [[nodiscard]] std::optional<int> name_or_number(std::string_view name,
                                                  const std::vector<std::string_view>& names,
                                                  Unknown unknown = Unknown::kIgnored) const;

  // Notes that a field must be there which was asked for as one that may be left out.
  void require(std::string_view name) const;
  void complain(std::string message) const;
  [[nodiscard]] bool failed() const;
  [[nodiscard]] tl::unexpected<Error> fault() const;

 private:
  struct Body;
  struct Fault;
  Message(std::unique_ptr<Body> body, std::string path, std::shared_ptr<Fault> fault);
  void note(Field field) const;
  [[nodiscard]] Message inside(std::string_view name, const std::string& place) const;
  void complain_missing(std::string_view name) const;
  void complain_type(std::string_view name, std::string_view expected) const;

  std::unique_ptr<Body> body_;
  std::string path_;  // "metrics[3].": where this object lies in the request
  std::shared_ptr<Fault> fault_;
};

}  // namespace shohin
