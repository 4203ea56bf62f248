// The grammar of JSON over text that is known to be UTF-8; parse_json and JsonArrayReader use it.
#pragma once

#include <cstddef>
#include <string_view>

#include "text/json.h"

namespace shohin {

// Every step says whether it succeeded; after a false, fault() says what was wrong and where.
class JsonParser {
 public:
  // `text` must outlive the parser.
  JsonParser(std::string_view text, std::uint32_t depth_left, std::size_t at = 0)
      : text_(text), at_(at), depth_left_(depth_left) {}

  bool value(Json& out);
  void skip_blanks();
  bool take(char wanted);    // steps over that character when it is next
  bool expect(char wanted);  // the same; anything else is a fault
  bool refuse_rest();        // only blanks may be left
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] const Fault& fault() const { return fault_; }
  bool refuse(FaultCode code, std::string_view expected = {});

 private:
  bool literal(std::string_view word, Json value, Json& out);
  bool number(Json& out);
  bool string(std::string& out);
  bool escape(std::string& out);
  bool unicode_escape(std::string& out);
  bool four_hex_digits(std::uint32_t& unit);
  bool array(Json& out);
  bool object(Json& out);
  bool member(JsonObject& members);
  bool refuse_duplicates(const JsonObject& members, std::size_t start);
  [[nodiscard]] char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  std::size_t digits();

  std::string_view text_;
  std::size_t at_;
  std::uint32_t depth_left_;
  Fault fault_;
};

}  // namespace shohin
