// Text of several weights, panels and the page's rhythm.
#pragma once

#include <initializer_list>
#include <string_view>

#include "frame.h"

namespace shohin {

void plain_text(std::string_view text);
void soft_text(Frame& frame, std::string_view text);   // secondary
void small_text(Frame& frame, std::string_view text);  // secondary and smaller: labels of fields
// The name of a field above it; stands at the same height whatever comes before it on the line.
void field_label(Frame& frame, std::string_view text);
void wrapped_text(Frame& frame, std::string_view text, float width);
void warning_text(Frame& frame, std::string_view text, float width);
void section_text(Frame& frame, std::string_view text);  // heading of a panel
// The view's name with one sentence under it. What follows starts below a gap.
void page_title(Frame& frame, std::string_view title, std::string_view sentence);
// A figure with its name under it; noted for automation under `id`.
void figure(Frame& frame, std::string_view id, std::string_view name, std::string_view value, float width);

float text_width(std::string_view text);
// Moves the cursor so that what is `width` wide ends at the right edge of the content.
void align_right(float width);
// What comes next starts that far below what came before.
void gap(float height);
// The header row of a table that is not sorted; the columns named in `numbers` end where their numbers end.
void table_headers(Frame& frame, std::initializer_list<int> numbers);
// Right-aligned in the present table cell.
void number_cell(std::string_view text);
// One line, cut with an ellipsis at the end of the present cell or line; the whole in a tooltip.
void clipped_text(std::string_view text, float width);

// A raised surface with a border. Ends with the object.
class Panel {
 public:
  Panel(Frame& frame, std::string_view id, ImVec2 size, bool alarming = false);
  ~Panel();
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;
};

}  // namespace shohin
