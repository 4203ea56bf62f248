#include "wire/fault_json.h"

#include <utility>

namespace shohin {

Json faults_json(const Faults& faults) {
  JsonArray list;
  for (const Fault& fault : faults.list())
    list.emplace_back(JsonObject{{"code", code_name(fault.code)},
                                 {"field", fault.field},
                                 {"value", fault.value},
                                 {"expected", fault.expected},
                                 {"row", static_cast<double>(fault.row)},
                                 {"column", fault.column}});
  return JsonObject{{"faults", std::move(list)}, {"count", static_cast<double>(faults.count())}};
}

}  // namespace shohin
