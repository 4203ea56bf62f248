// The samples of a family by the values of their labels: found without an allocation, so that counting costs
// a request nearly nothing.
#pragma once

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shohin {

// The values of a sample's labels, in the order of the family's label names.
using LabelValues = std::vector<std::string>;
using LabelViews = std::initializer_list<std::string_view>;

// Threads may share one. Sample: default-constructible, changed atomically.
template <class Sample>
class SampleTable {
 public:
  // What comes after `most` different label values is counted together, with "other" for each value: nobody
  // can make the server hold, or Prometheus scrape, more than that.
  explicit SampleTable(std::size_t most) : most_(most) {}

  // The sample of those values, made at the first call. It lives as long as the table.
  Sample& at(LabelViews labels) {
    const auto key = hash_of(labels);
    {
      const std::shared_lock lock(mutex_);
      if (auto* sample = find(key, labels)) return *sample;
    }
    const std::unique_lock lock(mutex_);
    if (auto* sample = find(key, labels)) return *sample;
    if (entries_.size() < most_) return add(key, LabelValues(labels.begin(), labels.end()));
    if (!other_) other_ = &add(0, LabelValues(labels.size(), "other"));
    return *other_;
  }

  // Calls see(values, sample) for each, in the order of the values.
  template <class See>
  void each(See see) const {
    const std::shared_lock lock(mutex_);
    std::vector<const Entry*> sorted;
    for (const auto& [key, entry] : entries_) sorted.push_back(entry.get());
    std::sort(sorted.begin(), sorted.end(),
              [](const Entry* a, const Entry* b) { return a->labels < b->labels; });
    for (const auto* entry : sorted) see(entry->labels, entry->sample);
  }

  // Calls change(sample) for each.
  template <class Change>
  void change_each(Change change) {
    const std::shared_lock lock(mutex_);
    for (auto& [key, entry] : entries_) change(entry->sample);
  }

 private:
  struct Entry {
    LabelValues labels;
    Sample sample{};
  };

  static std::size_t hash_of(LabelViews labels) {
    std::size_t mixed = 1;
    for (const auto label : labels) mixed = mixed * 31 + std::hash<std::string_view>{}(label);
    return mixed;
  }

  Sample* find(std::size_t key, LabelViews labels) {
    const auto [first, last] = entries_.equal_range(key);
    for (auto entry = first; entry != last; ++entry) {
      const auto& held = entry->second->labels;
      if (std::equal(held.begin(), held.end(), labels.begin(), labels.end())) return &entry->second->sample;
    }
    return nullptr;
  }

  Sample& add(std::size_t key, LabelValues labels) {
    auto entry = std::make_unique<Entry>();
    entry->labels = std::move(labels);
    return entries_.emplace(key, std::move(entry))->second->sample;
  }

  std::size_t most_;
  mutable std::shared_mutex mutex_;
  std::unordered_multimap<std::size_t, std::unique_ptr<Entry>> entries_;
  Sample* other_ = nullptr;
};

}  // namespace shohin
