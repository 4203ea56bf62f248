// The Studio's own buttons, fields and choices. Each has a stable id ("train.start"), is noted for automation
// and looks like the house.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "frame.h"

namespace shohin {

enum class Weight : std::uint8_t { kPrimary, kPlain, kQuiet, kDanger };

struct ButtonLook {
  Weight weight = Weight::kPlain;
  bool enabled = true;
  float width = 0;                 // 0: as wide as the label
  std::string_view shortcut = {};  // written beside the label
};

// True when it is pressed.
bool button(Frame& frame, std::string_view id, std::string_view label, const ButtonLook& look = {});
// How wide that button is.
float button_width(std::string_view label, std::string_view shortcut = {});

// A box to tick, with its label beside it. True when it changes.
bool checkbox(Frame& frame, std::string_view id, std::string_view label, bool& value);

struct FieldLook {
  float width = 200;
  std::string_view hint = {};
  bool secret = false;
};

enum class Edit : std::uint8_t { kNone, kChanged, kEntered };

// A line of text under its label. kEntered when Enter was pressed in it.
Edit text_field(Frame& frame, std::string_view id, std::string_view label, std::string& value,
                const FieldLook& look = {});

struct WholeRange {
  std::uint32_t least = 0, most = 0;
};
// A whole number under its label, kept inside its range when the field is left.
bool whole_field(Frame& frame, std::string_view id, std::string_view label, std::uint32_t& value,
                 WholeRange range, float width);

// The same for any number.
struct NumberRange {
  double least = 0, most = 0;
};
bool number_field(Frame& frame, std::string_view id, std::string_view label, double& value, NumberRange range,
                  float width);

// One of several, under its label (no label: an empty text). True when it changes.
bool choice(Frame& frame, std::string_view id, std::string_view label, std::span<const std::string> options,
            std::size_t& index, float width);

}  // namespace shohin
