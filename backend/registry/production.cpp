// The gate before production, the history behind it, and the way back.
#include <algorithm>
#include <utility>

#include "registry/registry_names.h"
#include "registry/registry_service.h"
#include "store/registry_rows.h"
#include "store/version_rows.h"
#include "tracking/names.h"

namespace shohin {
namespace {

constexpr std::int64_t kMostStanding = 1000;
constexpr std::int64_t kMostListed = 1000;

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

// As the order gives it, or the version's tag; empty for none.
std::string override_of(const ModelVersion& version, const PromotionOrder& order) {
  if (!is_blank(order.override_reason)) return order.override_reason;
  for (const auto& tag : version.tags) {
    if (tag.key == kOverrideTag && !is_blank(tag.value)) return cut(tag.value, kReasonCharacters);
  }
  return {};
}

std::string failed_rules_of(const GateVerdict& verdict) {
  std::string text;
  for (const auto& rule : verdict.rules) {
    if (!rule.passes) text += (text.empty() ? "" : "\n") + rule.rule + ": " + rule.message;
  }
  return text;
}

struct WayBack {
  ModelVersion version;
  std::vector<std::int64_t> undone;
};

// Down the promotions that stand, past those of the version that is in production now, to the first version
// that is still there.
std::optional<WayBack> way_back(Database& database, std::int64_t model_key) {
  const auto present = find_alias(database, model_key, kProductionAlias);
  WayBack way;
  std::optional<std::int64_t> before;
  for (const auto& promotion : standing_promotions(database, model_key, kMostStanding)) {
    if (promotion.version != present) {
      if (auto version = find_version(database, model_key, promotion.version)) {
        way.version = std::move(*version);
        return way;
      }
    }
    way.undone.push_back(promotion.key);
    before = promotion.previous;
  }
  auto version = before && before != present ? find_version(database, model_key, *before) : std::nullopt;
  if (!version) return std::nullopt;
  way.version = std::move(*version);
  return way;
}

}  // namespace

// The rules that failed and were overridden, one a line; empty when the gate lets the candidate pass.
Outcome<std::string> RegistryService::pass_gate(const Candidate& candidate, const Entry& entry) {
  if (!gate_ || entry.is_rollback || is_in_production(candidate.version)) return std::string();
  const auto verdict = gate_(candidate);
  if (!verdict) return tl::unexpected(verdict.error());
  if (verdict->passes()) return std::string();
  if (override_of(candidate.version, entry.order).empty())
    return tl::unexpected(refusal_of(candidate.version, *verdict));
  return failed_rules_of(*verdict);
}

void RegistryService::note_promotion(Database& database, const ModelVersion& version, const Entry& entry,
                                     const std::string& overridden, std::int64_t now) {
  shohin::delete_version_tag(database, version, kOverrideTag);
  for (const auto promotion : entry.undone) mark_promotion_undone(database, promotion);
  const auto previous = find_alias(database, version.model_key, kProductionAlias);
  if (previous == version.version) return;
  const auto reason = entry.is_rollback    ? entry.order.override_reason
                      : overridden.empty() ? std::string()
                                           : override_of(version, entry.order);
  insert_promotion(database, version.model_key,
                   {.version = version.version,
                    .previous = previous,
                    .is_rollback = entry.is_rollback,
                    .reason = reason,
                    .failed_rules = overridden,
                    .user = entry.order.actor.user,
                    .creation_time = now});
  append_audit(database, entry.order.actor,
               {.action = entry.is_rollback    ? "production.rollback"
                          : overridden.empty() ? "production.promote"
                                               : "production.override",
                .subject = version.name + "@" + kProductionAlias,
                .old_value = previous ? std::to_string(*previous) : "",
                .new_value = std::to_string(version.version),
                .reason = overridden.empty() ? reason : reason + "\n" + overridden},
               now);
}

Outcome<GateVerdict> RegistryService::judge(const VersionName& name) {
  const auto version = store_.write([&](Database& database) -> Outcome<ModelVersion> {
    auto found = require_version(database, name);
    if (found) pin_file(database, *found);
    return found;
  });
  if (!version) return tl::unexpected(version.error());
  if (!gate_) return GateVerdict{};
  const auto model = load_version(*version);
  return gate_({*version, model, served_.find(name.name)});
}

Outcome<ModelVersion> RegistryService::roll_back(const std::string& name, const PromotionOrder& order) {
  const std::lock_guard lock(promotion_);
  auto way = store_.read([&](Database& database) -> Outcome<std::optional<WayBack>> {
    const auto model = require_model(database, name);
    if (!model) return tl::unexpected(model.error());
    return way_back(database, model->key);
  });
  if (!way) return tl::unexpected(way.error());
  if (!*way) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "Nothing was in production before for " + cut(name, 256) + " that is still there.");
  }
  return enter_production((*way)->version,
                          {.order = order, .is_rollback = true, .undone = std::move((*way)->undone)});
}

Outcome<Paged<PromotionRecord>> RegistryService::promotions(const std::string& name, std::int64_t max_results,
                                                            const std::string& page_token) {
  const auto page = read_page(max_results, page_token, kMostListed);
  if (!page) return tl::unexpected(page.error());
  return store_.read([&](Database& database) -> Outcome<Paged<PromotionRecord>> {
    const auto model = require_model(database, name);
    if (!model) return tl::unexpected(model.error());
    return paged(list_promotions(database, model->key, one_more(*page)), *page);
  });
}

}  // namespace shohin
