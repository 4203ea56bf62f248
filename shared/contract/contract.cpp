#include "contract/contract.h"

#include <array>

namespace shohin {
namespace {

template <class Named>
std::optional<std::uint32_t> index_of(const std::vector<Named>& items, std::string_view name) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == name) return static_cast<std::uint32_t>(i);
  }
  return {};
}

}  // namespace

std::optional<std::uint32_t> Contract::feature_index(std::string_view wanted) const {
  return index_of(features, wanted);
}

std::optional<std::uint32_t> Contract::class_index(std::string_view wanted) const {
  return index_of(classes, wanted);
}

std::string_view kind_name(FeatureKind kind) {
  constexpr std::array<std::string_view, 3> kNames = {"numeric", "ordinal", "categorical"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view text_in(const LocalText& text, std::string_view language, std::string_view otherwise) {
  for (const std::string_view wanted : {language, std::string_view("en")}) {
    for (const auto& [tag, words] : text) {
      if (tag == wanted) return words;
    }
  }
  return text.empty() ? otherwise : std::string_view(text.front().second);
}

}  // namespace shohin
