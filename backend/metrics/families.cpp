#include "metrics/families.h"

#include <algorithm>
#include <cmath>

#include "text/number.h"

namespace shohin {
namespace {

std::string number_text(double value) {
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return print_number(value);
}

std::string escaped(std::string_view text, bool in_quotes) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\\\";
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '"' && in_quotes) {
      result += "\\\"";
    } else {
      result += c;
    }
  }
  return result;
}

void write_header(std::string& out, const FamilyText& text, std::string_view kind) {
  out += "# HELP " + text.name + " " + escaped(text.help, false) + "\n";
  out += "# TYPE " + text.name + " " + std::string(kind) + "\n";
}

void write_sample(std::string& out, const std::string& name, const FamilyText& text,
                  const LabelValues& labels, double value, std::string_view bound = {}) {
  std::string inside;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    inside += (i == 0 ? "" : ",") + text.label_names[i] + "=\"" + escaped(labels[i], true) + "\"";
  }
  if (!bound.empty()) inside += (inside.empty() ? "le=\"" : ",le=\"") + std::string(bound) + "\"";
  out += name + (inside.empty() ? "" : "{" + inside + "}") + " " + number_text(value) + "\n";
}

}  // namespace

void ValueFamily::add(const LabelValues& labels, double amount) {
  const std::lock_guard lock(mutex_);
  samples_[labels] += amount;
}

void ValueFamily::set(const LabelValues& labels, double value) {
  const std::lock_guard lock(mutex_);
  samples_[labels] = value;
}

void ValueFamily::set_all(double value) {
  const std::lock_guard lock(mutex_);
  for (auto& [labels, current] : samples_) current = value;
}

void ValueFamily::write(std::string& out) const {
  const std::lock_guard lock(mutex_);
  write_header(out, text_, kind_ == Kind::kCounter ? "counter" : "gauge");
  for (const auto& [labels, value] : samples_) write_sample(out, text_.name, text_, labels, value);
}

void HistogramFamily::observe(const LabelValues& labels, double value) {
  const auto bucket =
      static_cast<std::size_t>(std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin());
  const std::lock_guard lock(mutex_);
  Sample& sample = samples_[labels];
  sample.counts.resize(bounds_.size() + 1);
  ++sample.counts[bucket];
  ++sample.count;
  sample.sum += value;
}

void HistogramFamily::write(std::string& out) const {
  const std::lock_guard lock(mutex_);
  write_header(out, text_, "histogram");
  for (const auto& [labels, sample] : samples_) {
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < sample.counts.size(); ++i) {
      below += sample.counts[i];
      const auto bound = i < bounds_.size() ? number_text(bounds_[i]) : std::string("+Inf");
      write_sample(out, text_.name + "_bucket", text_, labels, static_cast<double>(below), bound);
    }
    write_sample(out, text_.name + "_sum", text_, labels, sample.sum);
    write_sample(out, text_.name + "_count", text_, labels, static_cast<double>(sample.count));
  }
}

}  // namespace shohin
