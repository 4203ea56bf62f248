#include <algorithm>
#include <string>

#include "layout.h"
#include "plots.h"
#include "views.h"

namespace shohin {
namespace {

constexpr float kBalanceWidth = 288;

std::string_view kind_text(const Texts& t, FeatureKind kind) {
  switch (kind) {
    case FeatureKind::kNumeric:
      return t.kind_numeric;
    case FeatureKind::kOrdinal:
      return t.kind_ordinal;
    case FeatureKind::kCategorical:
      return t.kind_categorical;
  }
  return {};
}

std::string seen_text(const ColumnSummary& column, Language language) {
  if (column.low == 0 && column.high == 0) return "\u2013";
  return brief(column.low, language) + " \u2013 " + brief(column.high, language);
}

std::string allowed_text(const Feature& feature, const Texts& t, Language language) {
  if (feature.kind == FeatureKind::kCategorical)
    return fill(t.category_count, {{"count", counted(feature.categories.size(), language)}});
  return brief(feature.min, language) + " \u2013 " + brief(feature.max, language);
}

void draw_column(Frame& frame, const Feature& feature, const ColumnSummary& column) {
  const Language language = frame.state.language;
  const bool category = feature.kind == FeatureKind::kCategorical;
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const float unit_width = feature.unit.empty() ? 0 : text_width(feature.unit) + 6;
  clipped_text(text_in(feature.label, tag_of(language), feature.name),
               ImGui::GetContentRegionAvail().x - unit_width);
  ImGui::SameLine(0, 6);
  soft_text(frame, feature.unit);
  ImGui::TableNextColumn();
  soft_text(frame, kind_text(frame.texts, feature.kind));
  ImGui::TableNextColumn();
  number_cell(category ? std::string("\u2013") : seen_text(column, language));
  ImGui::TableNextColumn();
  number_cell(allowed_text(feature, frame.texts, language));
  ImGui::TableNextColumn();
  number_cell(column.missing == 0 ? std::string("0") : counted(column.missing, language));
  ImGui::TableNextColumn();
  draw_histogram(frame, column.counts, {std::max(ImGui::GetContentRegionAvail().x, 40.0F), 16});
}

void draw_column_table(Frame& frame, const Dataset& dataset, float width, float height) {
  const Texts& t = frame.texts;
  constexpr int kFlags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_ScrollY;
  if (!ImGui::BeginTable("columns", 6, kFlags, {width, height})) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn(t.column_name, ImGuiTableColumnFlags_WidthStretch, 1.7F);
  ImGui::TableSetupColumn(t.column_kind, ImGuiTableColumnFlags_WidthFixed, 74);
  ImGui::TableSetupColumn(t.column_seen, ImGuiTableColumnFlags_WidthFixed, 106);
  ImGui::TableSetupColumn(t.column_allowed, ImGuiTableColumnFlags_WidthFixed, 88);
  ImGui::TableSetupColumn(t.column_missing, ImGuiTableColumnFlags_WidthFixed, 54);
  ImGui::TableSetupColumn(t.column_spread, ImGuiTableColumnFlags_WidthStretch, 1);
  table_headers(frame, {2, 3, 4});
  for (std::size_t i = 0; i < dataset.columns.size(); ++i)
    draw_column(frame, dataset.contract.features[i], dataset.columns[i]);
  ImGui::EndTable();
}

void draw_balance(Frame& frame, const Dataset& dataset) {
  std::uint64_t total = 0, largest = 0;
  for (const std::uint32_t count : dataset.class_counts) {
    total += count;
    largest = std::max<std::uint64_t>(largest, count);
  }
  for (std::size_t i = 0; i < dataset.class_counts.size(); ++i) {
    const TargetClass& target = dataset.contract.classes[i];
    draw_class_bar(frame,
                   {.name = text_in(target.label, tag_of(frame.state.language), target.name),
                    .index = i,
                    .count = dataset.class_counts[i],
                    .total = total,
                    .largest = largest},
                   kBalanceWidth - 32);
  }
}

std::string headline(const Frame& frame, const Dataset& dataset) {
  const Language language = frame.state.language;
  return fill(frame.texts.data_loaded, {{"name", dataset.name},
                                        {"rows", counted(dataset.rows, language)},
                                        {"columns", counted(dataset.columns.size(), language)}});
}

}  // namespace

void draw_columns(Frame& frame, const Dataset& dataset) {
  const float width = ImGui::GetContentRegionAvail().x - kBalanceWidth - Grid::kGap;
  const float rows = static_cast<float>(std::clamp<std::size_t>(dataset.columns.size(), 4, 8));
  const float height = (rows + 1) * (Grid::kRow + 1) + 60;
  {
    const Panel panel(frame, "data.columns", {width, height});
    section_text(frame, headline(frame, dataset));
    frame.widgets.note("data.loaded", "", "text", headline(frame, dataset));
    draw_column_table(frame, dataset, width - 32, height - 56);
  }
  ImGui::SameLine(0, Grid::kGap);
  const Panel panel(frame, "data.balance", {kBalanceWidth, height});
  section_text(frame, frame.texts.data_balance);
  gap(12);
  draw_balance(frame, dataset);
}

}  // namespace shohin
