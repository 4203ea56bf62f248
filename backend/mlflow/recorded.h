// What a message that records was asked for (mlflow/message.h).
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "http/field.h"

namespace shohin {

// In the order of the questions.
struct Recorded {
  Field field;
  std::vector<std::shared_ptr<Recorded>> members;

  [[nodiscard]] std::shared_ptr<Recorded> member(std::string_view name) const {
    for (const auto& one : members) {
      if (one->field.name == name) return one;
    }
    return nullptr;
  }
  [[nodiscard]] std::vector<Field> fields() const {
    std::vector<Field> fields;
    for (const auto& one : members) {
      fields.push_back(one->field);
      auto& inner = one->field.type == FieldType::kList ? fields.back().fields[0] : fields.back();
      if (inner.type == FieldType::kObject) inner.fields = one->fields();
    }
    return fields;
  }
};

}  // namespace shohin
