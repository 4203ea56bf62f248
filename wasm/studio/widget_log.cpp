#include "widget_log.h"

namespace shohin {

void WidgetLog::note(std::string_view id, std::string_view label, std::string_view kind,
                     std::string_view value) {
  if (!on_ || !ImGui::IsItemVisible()) return;
  records_.push_back({std::string(id), std::string(label), std::string(kind), std::string(value),
                      ImGui::GetItemRectMin(), ImGui::GetItemRectSize()});
}

Json WidgetLog::json() const {
  JsonArray list;
  for (const WidgetRecord& record : records_) {
    list.push_back(JsonObject{{"id", record.id},
                              {"label", record.label},
                              {"kind", record.kind},
                              {"value", record.value},
                              {"x", static_cast<double>(record.at.x)},
                              {"y", static_cast<double>(record.at.y)},
                              {"width", static_cast<double>(record.size.x)},
                              {"height", static_cast<double>(record.size.y)}});
  }
  return list;
}

}  // namespace shohin
