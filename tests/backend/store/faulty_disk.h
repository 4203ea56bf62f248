// A disk that fails, between SQLite and the real one: it remembers what was not synced, can tell what would
// be left after a power cut at any moment, and can fail writes and syncs.
//
// The model is that of the POSIX promise and of Linux after a failed fsync: what was written may be on the
// disk or not, in any order and torn at sectors, until a sync succeeds; a sync that fails leaves some of it
// and forgets the rest, so that a later sync does not bring it back; names are kept
// when their folder is synced, which SQLite does with the first sync of a new journal or log.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace shohin {

enum class DiskFault : std::uint8_t {
  kWriteFails,  // EIO: SQLITE_IOERR_WRITE
  kDiskFull,    // ENOSPC: SQLITE_FULL
  kSyncFails,   // EIO on fsync: SQLITE_IOERR_FSYNC
};

// SQLite's default disk while it lives; make it before any database is opened, close them all before it ends.
// Threads may share it. It is the simulation that keeps nothing: real syncs are left out.
class FaultyDisk {
 public:
  explicit FaultyDisk(std::uint32_t seed);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // Calls `act` in the middle of the count-th write, sync or truncation of a file below `folder` from now on,
  // before it is done. `act` may call leave_after_power_cut().
  void interrupt_after(int count, std::filesystem::path folder, std::function<void()> act);
  // Writes into the folder `target` the files that a power cut now would leave of those below `source`.
  void leave_after_power_cut(const std::filesystem::path& source, const std::filesystem::path& target);

  // Every n-th write (or sync) fails from now on; 0 ends it.
  void fail_every(std::uint32_t n, DiskFault fault);
  // How many have failed.
  [[nodiscard]] int failures() const;

  // For the functions that SQLite calls.
  struct Change {
    std::uint64_t offset = 0;
    std::string bytes;
    bool truncates = false;  // to `offset`
  };
  struct Image {
    std::string kept;             // what is surely on the disk
    std::vector<Change> pending;  // written since
    bool name_kept = false;
    bool syncs_folder = false;  // the next time that it is synced
    bool deleted = false;       // and the folder not synced since
  };
  std::shared_ptr<Image> open_file(const std::string& path, bool existed, bool is_journal);
  void delete_file(const std::string& path, bool sync_folder);
  // SQLITE_OK, or the failure that is to be told.
  int note_write(Image& image, const std::string& path, Change change);
  int note_sync(Image& image, const std::string& path);
  [[nodiscard]] void* real() const;

 private:
  struct Vfs;
  void count(const std::string& path);
  bool is_due(bool sync);
  void sync_folder_of(const std::string& path);
  void apply_some(std::string& bytes, const std::vector<Change>& changes);
  bool toss() { return (random_() & 1U) != 0; }

  mutable std::recursive_mutex mutex_;
  std::mt19937 random_;
  std::map<std::string, std::shared_ptr<Image>> images_;
  int interrupt_in_ = 0;
  std::string interrupted_;
  std::function<void()> act_;
  std::uint32_t every_ = 0, until_failure_ = 0;
  DiskFault fault_ = DiskFault::kWriteFails;
  int failures_ = 0;
  std::unique_ptr<Vfs> vfs_;
};

}  // namespace shohin
