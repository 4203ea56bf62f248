#include "metrics/families.h"

#include <algorithm>
#include <cassert>
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

void ValueFamily::set_all(double value) {
  samples_.change_each([value](std::atomic<double>& sample) { sample.store(value, kRelaxed); });
}

void ValueFamily::write(std::string& out) const {
  write_header(out, text_, kind_ == Kind::kCounter ? "counter" : "gauge");
  samples_.each([&](const LabelValues& labels, const std::atomic<double>& sample) {
    write_sample(out, text_.name, text_, labels, sample.load(kRelaxed));
  });
}

HistogramFamily::HistogramFamily(FamilyText text, std::vector<double> bounds, std::size_t most)
    : text_(std::move(text)), bounds_(std::move(bounds)), samples_(most) {
  assert(bounds_.size() <= kMostBounds);
}

void HistogramFamily::observe(LabelViews labels, double value) {
  const auto bucket =
      static_cast<std::size_t>(std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin());
  Sample& sample = samples_.at(labels);
  sample.counts[bucket].fetch_add(1, std::memory_order_relaxed);
  sample.sum.fetch_add(value, std::memory_order_relaxed);
}

void HistogramFamily::write(std::string& out) const {
  write_header(out, text_, "histogram");
  samples_.each([&](const LabelValues& labels, const Sample& sample) {
    std::uint64_t below = 0;
    for (std::size_t i = 0; i <= bounds_.size(); ++i) {
      below += sample.counts[i].load(std::memory_order_relaxed);
      const auto bound = i < bounds_.size() ? number_text(bounds_[i]) : std::string("+Inf");
      write_sample(out, text_.name + "_bucket", text_, labels, static_cast<double>(below), bound);
    }
    write_sample(out, text_.name + "_sum", text_, labels, sample.sum.load(std::memory_order_relaxed));
    write_sample(out, text_.name + "_count", text_, labels, static_cast<double>(below));
  });
}

}  // namespace shohin
