#include "icons.h"

#include <cmath>
#include <initializer_list>

namespace shohin {
namespace {

constexpr float kStroke = 1.5F;

// Strokes with the icon's corner as origin.
class Pen {
 public:
  Pen(ImDrawList& list, ImVec2 at, ImU32 colour) : list_(list), at_(at), colour_(colour) {}

  void line(std::initializer_list<ImVec2> points) const {
    for (const ImVec2 point : points) list_.PathLineTo(moved(point));
    list_.PathStroke(colour_, 0, kStroke);
  }
  void box(ImVec2 from, ImVec2 to, float rounding) const {
    list_.AddRect(moved(from), moved(to), colour_, rounding, 0, kStroke);
  }
  void circle(ImVec2 centre, float radius) const {
    list_.AddCircle(moved(centre), radius, colour_, 0, kStroke);
  }
  void curve(ImVec2 from, ImVec2 first, ImVec2 second, ImVec2 to) const {
    list_.AddBezierCubic(moved(from), moved(first), moved(second), moved(to), colour_, kStroke);
  }

 private:
  [[nodiscard]] ImVec2 moved(ImVec2 point) const { return {at_.x + point.x, at_.y + point.y}; }

  ImDrawList& list_;
  ImVec2 at_;
  ImU32 colour_;
};

void draw_tree(const Pen& pen) {
  pen.curve({10, 16}, {9, 12.5F}, {13, 12}, {11.5F, 8});  // the trunk leans, as a bonsai's does
  pen.curve({4.5F, 8.5F}, {3, 2.5F}, {17.5F, 0.5F}, {17.5F, 7});
  pen.curve({4.5F, 8.5F}, {6, 11}, {16, 10.5F}, {17.5F, 7});
  pen.line({{4, 16}, {16, 16}, {14.5F, 19}, {5.5F, 19}, {4, 16}});
}

void draw_forest(const Pen& pen) {
  pen.circle({10, 4}, 2);
  pen.circle({4.5F, 16}, 2);
  pen.circle({15.5F, 16}, 2);
  pen.line({{10, 6}, {10, 9}});
  pen.line({{4.5F, 14}, {4.5F, 12}, {6.5F, 10}, {13.5F, 10}, {15.5F, 12}, {15.5F, 14}});
}

void draw_table(const Pen& pen) {
  pen.box({2.5F, 3.5F}, {17.5F, 16.5F}, 2);
  pen.line({{2.5F, 8}, {17.5F, 8}});
  pen.line({{8, 8}, {8, 16.5F}});
}

void draw_send(const Pen& pen) {
  pen.line({{10, 13}, {10, 3}});
  pen.line({{6, 7}, {10, 3}, {14, 7}});
  pen.line({{3, 13}, {3, 17}, {17, 17}, {17, 13}});
}

void draw_runs(const Pen& pen) {
  pen.line({{3, 5}, {17, 5}});
  pen.line({{3, 10}, {13, 10}});
  pen.line({{3, 15}, {9, 15}});
}

void draw_box(const Pen& pen) {
  pen.line({{10, 2.5F}, {17, 6.2F}, {17, 13.8F}, {10, 17.5F}, {3, 13.8F}, {3, 6.2F}, {10, 2.5F}});
  pen.line({{3, 6.2F}, {10, 10}, {17, 6.2F}});
  pen.line({{10, 10}, {10, 17.5F}});
}

void draw_sun(const Pen& pen) {
  pen.circle({10, 10}, 3.5F);
  for (int ray = 0; ray < 8; ++ray) {
    const float angle = static_cast<float>(ray) * 0.785398F;
    const float x = std::cos(angle), y = std::sin(angle);
    pen.line({{10 + x * 6, 10 + y * 6}, {10 + x * 8, 10 + y * 8}});
  }
}

void draw_moon(const Pen& pen) {
  pen.curve({16.5F, 12}, {9, 14.5F}, {4.5F, 8.5F}, {8, 3});
  pen.curve({8, 3}, {-1, 6.5F}, {2, 18.5F}, {11, 17});
  pen.curve({11, 17}, {13.5F, 16.6F}, {15.8F, 14.6F}, {16.5F, 12});
}

}  // namespace

void draw_icon(ImDrawList& list, Icon icon, ImVec2 at, ImU32 colour) {
  const Pen pen(list, at, colour);
  switch (icon) {
    case Icon::kTree:
      return draw_tree(pen);
    case Icon::kTable:
      return draw_table(pen);
    case Icon::kForest:
      return draw_forest(pen);
    case Icon::kSend:
      return draw_send(pen);
    case Icon::kRuns:
      return draw_runs(pen);
    case Icon::kBox:
      return draw_box(pen);
    case Icon::kMoon:
      return draw_moon(pen);
    case Icon::kSun:
      return draw_sun(pen);
  }
}

}  // namespace shohin
