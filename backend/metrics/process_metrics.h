// What Prometheus' client libraries tell of every process, read from /proc/self.
#pragma once

#include <string>

namespace shohin {

// process_cpu_seconds_total, process_resident_memory_bytes, process_virtual_memory_bytes,
// process_start_time_seconds, process_open_fds, process_max_fds, process_threads. What cannot be read is left
// out.
void write_process_metrics(std::string& out);

}  // namespace shohin
