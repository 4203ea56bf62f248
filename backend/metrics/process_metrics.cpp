#include "metrics/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

#include "metrics/families.h"

namespace shohin {
namespace {

using Kind = ValueFamily::Kind;

void write_value(std::string& out, Kind kind, const char* name, const char* help, double value) {
  ValueFamily family(kind, {name, help, {}});
  family.set({}, value);
  family.write(out);
}

// The fields of /proc/self/stat after the command's name; field N of proc(5) is at N - 3.
std::vector<std::string> stat_fields() {
  std::ifstream in("/proc/self/stat");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(text.substr(name_end + 1));
  return {std::istream_iterator<std::string>(rest), {}};
}

double boot_time() {
  std::ifstream in("/proc/stat");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("btime ")) return std::stod(line.substr(6));
  }
  return 0;
}

void write_stat(std::string& out) {
  const auto fields = stat_fields();
  if (fields.size() < 22) return;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  const auto field = [&](std::size_t number) { return std::stod(fields[number - 3]); };
  write_value(out, Kind::kCounter, "process_cpu_seconds_total", "User and system time spent.",
              (field(14) + field(15)) / ticks);
  write_value(out, Kind::kGauge, "process_threads", "Threads of the process.", field(20));
  write_value(out, Kind::kGauge, "process_start_time_seconds", "When the process started, since the epoch.",
              boot_time() + field(22) / ticks);
  write_value(out, Kind::kGauge, "process_virtual_memory_bytes", "Virtual memory.", field(23));
  write_value(out, Kind::kGauge, "process_resident_memory_bytes", "Resident memory.", field(24) * page);
}

}  // namespace

void write_process_metrics(std::string& out) {
  write_stat(out);
  std::error_code failed;
  const std::filesystem::directory_iterator open("/proc/self/fd", failed);
  if (!failed) {
    write_value(out, Kind::kGauge, "process_open_fds", "Open file descriptors.",
                static_cast<double>(std::distance(begin(open), end(open))));
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    write_value(out, Kind::kGauge, "process_max_fds", "Most file descriptors.",
                static_cast<double>(limit.rlim_cur));
  }
}

}  // namespace shohin
