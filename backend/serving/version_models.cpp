#include "serving/version_models.h"

#include <algorithm>

namespace shohin {

std::size_t VersionModels::count() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

VersionModels::Served VersionModels::find(const VersionFile& version) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(held_.begin(), held_.end(), [&](const Held& held) {
    const auto& identity = held.model->identity;
    return identity.name == version.name && identity.version == version.version &&
           identity.sha256 == version.sha256;
  });
  if (found == held_.end()) return nullptr;
  held_.splice(held_.begin(), held_, found);
  return found->model;
}

void VersionModels::hold(Held loaded) {
  const std::lock_guard lock(mutex_);
  held_.push_front(std::move(loaded));
  const auto too_many = [this] {
    std::uint64_t bytes = 0;
    for (const auto& held : held_) bytes += held.file_bytes;
    return held_.size() > limits_.models || bytes > limits_.file_bytes;
  };
  while (held_.size() > 1 && too_many()) held_.pop_back();
}

Outcome<VersionModels::Served> VersionModels::get(const std::string& name,
                                                  const std::string& version_or_alias) {
  const auto version = finder_.by_name(name, version_or_alias);
  if (!version) return tl::unexpected<Error>(version.error());
  if (auto held = find(*version)) return held;
  const std::lock_guard one_at_a_time(loading_);
  if (auto held = find(*version)) return held;
  auto model = ServedModels::load_to_score({version->name, version->version, version->sha256}, version->path);
  if (!model) {
    auto error = std::move(model).error();
    error.message =
        "Version " + version->version + " of " + version->name + " cannot be used: " + error.message;
    return tl::unexpected<Error>(std::move(error));
  }
  hold({*model, version->size});
  return *model;
}

}  // namespace shohin
