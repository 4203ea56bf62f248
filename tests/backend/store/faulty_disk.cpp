#include "faulty_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>
#include <utility>

namespace shohin {
namespace {

constexpr std::uint64_t kSector = 512;
constexpr int kTracked =
    SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;

// What SQLite holds for an open file; the real file lies behind it in the same memory.
struct File {
  sqlite3_file base;
  FaultyDisk* disk;
  std::shared_ptr<FaultyDisk::Image>* image;  // none for files that need not outlive a power cut
  std::string* path;
};
constexpr std::size_t kRealAt = (sizeof(File) + 15) / 16 * 16;

File& self(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real_of(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kRealAt);
}
const sqlite3_io_methods& real_methods(sqlite3_file* file) { return *real_of(file)->pMethods; }

int close_file(sqlite3_file* file) {
  const int result = real_methods(file).xClose(real_of(file));
  delete self(file).image;
  delete self(file).path;
  return result;
}

int read_file(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  return real_methods(file).xRead(real_of(file), bytes, size, offset);
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  if (self(file).image != nullptr) {
    FaultyDisk::Change change{static_cast<std::uint64_t>(offset),
                              std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))};
    const int result = self(file).disk->note_write(**self(file).image, *self(file).path, std::move(change));
    if (result != SQLITE_OK) return result;
  }
  return real_methods(file).xWrite(real_of(file), bytes, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (self(file).image != nullptr) {
    FaultyDisk::Change change{static_cast<std::uint64_t>(size), {}, true};
    const int result = self(file).disk->note_write(**self(file).image, *self(file).path, std::move(change));
    if (result != SQLITE_OK) return result;
  }
  return real_methods(file).xTruncate(real_of(file), size);
}

int sync_file(sqlite3_file* file, int) {
  if (self(file).image == nullptr) return SQLITE_OK;
  return self(file).disk->note_sync(**self(file).image, *self(file).path);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real_methods(file).xFileSize(real_of(file), size);
}
int lock_file(sqlite3_file* file, int level) { return real_methods(file).xLock(real_of(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real_methods(file).xUnlock(real_of(file), level); }
int check_lock(sqlite3_file* file, int* out) {
  return real_methods(file).xCheckReservedLock(real_of(file), out);
}
// A size that is announced is not written yet: the real file must not grow by a hint.
int control_file(sqlite3_file* file, int operation, void* argument) {
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
  return real_methods(file).xFileControl(real_of(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return real_methods(file).xSectorSize(real_of(file)); }
int characteristics(sqlite3_file* file) { return real_methods(file).xDeviceCharacteristics(real_of(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real_methods(file).xShmMap(real_of(file), page, size, extend, out);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real_methods(file).xShmLock(real_of(file), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) { real_methods(file).xShmBarrier(real_of(file)); }
int unmap_shared(sqlite3_file* file, int remove) {
  return real_methods(file).xShmUnmap(real_of(file), remove);
}

constexpr sqlite3_io_methods kMethods = {
    2,           close_file,     read_file,    write_file,   truncate_file, sync_file,       file_size,
    lock_file,   unlock_file,    check_lock,   control_file, sector_size,   characteristics, map_shared,
    lock_shared, shared_barrier, unmap_shared, nullptr,      nullptr};

FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }
sqlite3_vfs* real_vfs(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(disk_of(vfs).real()); }

int open_path(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  std::memset(file, 0, kRealAt);
  const bool existed = name != nullptr && std::filesystem::exists(name);
  const int result = real_vfs(vfs)->xOpen(real_vfs(vfs), name, real_of(file), flags, out_flags);
  if (result != SQLITE_OK) return result;
  File& opened = *new (file) File{{&kMethods}, &disk_of(vfs), nullptr, nullptr};
  if (name == nullptr || (flags & kTracked) == 0) return SQLITE_OK;
  opened.path = new std::string(name);
  opened.image =
      new std::shared_ptr(disk_of(vfs).open_file(name, existed, (flags & SQLITE_OPEN_MAIN_DB) == 0));
  return SQLITE_OK;
}

int delete_path(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  disk_of(vfs).delete_file(name, sync_folder != 0);
  return real_vfs(vfs)->xDelete(real_vfs(vfs), name, 0);
}
int access_path(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
  return real_vfs(vfs)->xAccess(real_vfs(vfs), name, flags, out);
}
int full_path(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return real_vfs(vfs)->xFullPathname(real_vfs(vfs), name, size, out);
}
int random_bytes(sqlite3_vfs* vfs, int size, char* out) {
  return real_vfs(vfs)->xRandomness(real_vfs(vfs), size, out);
}
int sleep_for(sqlite3_vfs* vfs, int microseconds) {
  return real_vfs(vfs)->xSleep(real_vfs(vfs), microseconds);
}
int tell_time(sqlite3_vfs* vfs, double* out) { return real_vfs(vfs)->xCurrentTime(real_vfs(vfs), out); }
int last_error(sqlite3_vfs* vfs, int size, char* out) {
  return real_vfs(vfs)->xGetLastError(real_vfs(vfs), size, out);
}
int tell_time_64(sqlite3_vfs* vfs, sqlite3_int64* out) {
  return real_vfs(vfs)->xCurrentTimeInt64(real_vfs(vfs), out);
}

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void apply(std::string& bytes, const FaultyDisk::Change& change, std::uint64_t from, std::uint64_t to) {
  if (change.truncates) {
    bytes.resize(std::min<std::uint64_t>(bytes.size(), change.offset));
    return;
  }
  if (bytes.size() < change.offset + to) bytes.resize(change.offset + to);
  bytes.replace(change.offset + from, to - from, change.bytes, from, to - from);
}

bool is_below(const std::string& path, const std::string& folder) { return path.starts_with(folder + "/"); }

}  // namespace

struct FaultyDisk::Vfs : sqlite3_vfs {
  sqlite3_vfs* real = nullptr;
};

FaultyDisk::FaultyDisk(std::uint32_t seed) : random_(seed), vfs_(std::make_unique<Vfs>()) {
  sqlite3_initialize();
  vfs_->real = sqlite3_vfs_find(nullptr);
  vfs_->iVersion = 2;
  vfs_->szOsFile = static_cast<int>(kRealAt) + vfs_->real->szOsFile;
  vfs_->mxPathname = vfs_->real->mxPathname;
  vfs_->zName = "faulty";
  vfs_->pAppData = this;
  vfs_->xOpen = open_path;
  vfs_->xDelete = delete_path;
  vfs_->xAccess = access_path;
  vfs_->xFullPathname = full_path;
  vfs_->xRandomness = random_bytes;
  vfs_->xSleep = sleep_for;
  vfs_->xCurrentTime = tell_time;
  vfs_->xGetLastError = last_error;
  vfs_->xCurrentTimeInt64 = tell_time_64;
  sqlite3_vfs_register(vfs_.get(), 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(vfs_.get());
  sqlite3_vfs_register(vfs_->real, 1);
}

void* FaultyDisk::real() const { return vfs_->real; }

int FaultyDisk::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

void FaultyDisk::fail_every(std::uint32_t n, DiskFault fault) {
  const std::lock_guard lock(mutex_);
  every_ = until_failure_ = n;
  fault_ = fault;
}

bool FaultyDisk::is_due(bool sync) {
  if (every_ == 0 || sync != (fault_ == DiskFault::kSyncFails) || --until_failure_ > 0) return false;
  until_failure_ = every_;
  ++failures_;
  return true;
}

void FaultyDisk::interrupt_after(int count, std::filesystem::path folder, std::function<void()> act) {
  const std::lock_guard lock(mutex_);
  interrupt_in_ = count;
  interrupted_ = folder.string();
  act_ = std::move(act);
}

void FaultyDisk::count(const std::string& path) {
  if (interrupt_in_ > 0 && is_below(path, interrupted_) && --interrupt_in_ == 0) std::exchange(act_, {})();
}

std::shared_ptr<FaultyDisk::Image> FaultyDisk::open_file(const std::string& path, bool existed,
                                                         bool is_journal) {
  const std::lock_guard lock(mutex_);
  auto& image = images_[path];
  if (image && !image->deleted) return image;
  image = std::make_shared<Image>();
  image->syncs_folder = is_journal && !existed;
  if (existed) image->kept = content_of(path), image->name_kept = true;
  return image;
}

void FaultyDisk::delete_file(const std::string& path, bool sync_folder) {
  const std::lock_guard lock(mutex_);
  const auto found = images_.find(path);
  if (found == images_.end()) return;
  if (sync_folder || !found->second->name_kept) {
    images_.erase(found);
  } else {
    found->second->deleted = true;
  }
}

int FaultyDisk::note_write(Image& image, const std::string& path, Change change) {
  const std::lock_guard lock(mutex_);
  count(path);
  if (!change.truncates && is_due(false)) {
    if (fault_ == DiskFault::kDiskFull) return SQLITE_FULL;
    if (toss()) {  // a part of it arrived
      change.bytes.resize(change.bytes.size() / 2);
      image.pending.push_back(std::move(change));
    }
    return SQLITE_IOERR_WRITE;
  }
  image.pending.push_back(std::move(change));
  return SQLITE_OK;
}

int FaultyDisk::note_sync(Image& image, const std::string& path) {
  const std::lock_guard lock(mutex_);
  count(path);
  const bool fails = is_due(true);
  if (fails) {
    apply_some(image.kept, image.pending);
  } else {
    for (const auto& change : image.pending) apply(image.kept, change, 0, change.bytes.size());
    if (std::exchange(image.syncs_folder, false)) sync_folder_of(path);
  }
  image.pending.clear();
  return fails ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

void FaultyDisk::sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const auto is_in_it = [&](const auto& entry) {
    return std::filesystem::path(entry.first).parent_path() == folder;
  };
  std::erase_if(images_, [&](const auto& entry) { return is_in_it(entry) && entry.second->deleted; });
  for (const auto& entry : images_) {
    if (is_in_it(entry)) entry.second->name_kept = true;
  }
}

// One of four fates: nothing arrived, everything, all up to some point, or any sector of any of it.
void FaultyDisk::apply_some(std::string& bytes, const std::vector<Change>& changes) {
  const auto fate = random_() % 4;
  if (fate == 0) return;
  auto count = changes.size();
  if (fate == 2) count = random_() % (changes.size() + 1);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& change = changes[i];
    if (fate < 3) {
      apply(bytes, change, 0, change.bytes.size());
    } else if (change.truncates) {
      if (toss()) apply(bytes, change, 0, 0);
    } else {
      for (std::uint64_t from = 0; from < change.bytes.size();) {
        const auto sector_end = kSector - (change.offset + from) % kSector;
        const auto to = std::min<std::uint64_t>(change.bytes.size(), from + sector_end);
        if (toss()) apply(bytes, change, from, to);
        from = to;
      }
    }
  }
}

void FaultyDisk::leave_after_power_cut(const std::filesystem::path& source,
                                       const std::filesystem::path& target) {
  const std::lock_guard lock(mutex_);
  std::filesystem::remove_all(target);
  std::filesystem::create_directories(target);
  std::erase_if(images_, [&](const auto& entry) { return is_below(entry.first, target.string()); });
  for (const auto& [path, image] : images_) {
    if (!is_below(path, source.string())) continue;
    if ((image->deleted || !image->name_kept) && toss()) continue;
    std::string bytes = image->kept;
    apply_some(bytes, image->pending);
    std::ofstream(target / std::filesystem::path(path).filename(), std::ios::binary) << bytes;
  }
}

}  // namespace shohin
