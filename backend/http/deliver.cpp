#include "http/deliver.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "http/range.h"

namespace shohin {
namespace {

constexpr std::size_t kSmall = 16 * 1024;  // below it one write carries head and body

std::string_view header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

std::uint64_t size_of(const Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body)) return text->size();
  if (const auto* file = std::get_if<FileBody>(&response.body)) return file->size;
  const auto& shared = std::get<std::shared_ptr<const std::string>>(response.body);
  return shared ? shared->size() : 0;
}

bool not_modified(const Response& response, const RequestHead& head) {
  const auto etag = header_of(response, "ETag");
  if (head.method != "GET" && head.method != "HEAD") return false;
  if (response.status != 200 || etag.empty()) return false;
  auto wanted = head.header("if-none-match");
  if (wanted == "*") return true;
  for (auto at = wanted.find(etag); at != std::string_view::npos; at = wanted.find(etag, at + 1)) return true;
  return false;
}

// A range is answered for bodies that do not change under their ETag.
Outcome<std::optional<ByteRange>> wanted_range(const Response& response, const RequestHead& head) {
  if (head.method != "GET" || response.status != 200 || std::holds_alternative<std::string>(response.body)) {
    return std::nullopt;
  }
  const auto condition = head.header("if-range");
  if (!condition.empty() && condition != header_of(response, "ETag")) return std::nullopt;
  return parse_range(head.header("range"), size_of(response));
}

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path)
      : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  // False unless every byte was there.
  bool read_at(std::uint64_t offset, char* bytes, std::size_t size) const {
    while (size > 0) {
      const auto count = pread(descriptor_, bytes, size, static_cast<off_t>(offset));
      if (count <= 0) return false;
      offset += static_cast<std::uint64_t>(count);
      bytes += count;
      size -= static_cast<std::size_t>(count);
    }
    return true;
  }

 private:
  int descriptor_;
};

Outcome<void> deliver_file(const FileBody& body, ByteRange range, const std::string& type,
                           httplib::Response& out) {
  auto file = std::make_shared<OpenFile>(body.path);
  if (!file->is_open()) {
    return refuse(ErrorCode::kInternalError, "The file cannot be read.", "cannot open " + body.path.string());
  }
  if (range.length <= kSmall) {
    std::string bytes(range.length, '\0');
    if (!file->read_at(range.first, bytes.data(), bytes.size())) {
      return refuse(ErrorCode::kInternalError, "The file cannot be read.",
                    "cannot read " + body.path.string());
    }
    out.set_content(std::move(bytes), type);
    return {};
  }
  out.set_content_provider(
      range.length, type, [file, range](size_t offset, size_t length, httplib::DataSink& sink) {
        std::array<char, 64 * 1024> piece{};
        const auto count = std::min(length, piece.size());
        return file->read_at(range.first + offset, piece.data(), count) && sink.write(piece.data(), count);
      });
  return {};
}

void deliver_shared(const std::shared_ptr<const std::string>& body, ByteRange range, const std::string& type,
                    httplib::Response& out) {
  if (range.length <= kSmall) {
    out.set_content(body ? body->substr(range.first, range.length) : std::string(), type);
    return;
  }
  out.set_content_provider(range.length, type,
                           [body, range](size_t offset, size_t length, httplib::DataSink& sink) {
                             return sink.write(body->data() + range.first + offset, length);
                           });
}

}  // namespace

Outcome<void> deliver(Response response, const RequestHead& head, httplib::Response& out) {
  const auto size = size_of(response);
  auto range = wanted_range(response, head);
  if (!range) {
    out.set_header("Content-Range", "bytes */" + std::to_string(size));
    return tl::unexpected<Error>(std::move(range).error());
  }
  out.status = response.status;
  for (const auto& [name, value] : response.headers) out.set_header(name, value);
  if (not_modified(response, head)) {
    out.status = 304;
    out.set_header("Content-Length", std::to_string(size));  // of what was not sent
    return {};
  }
  if (*range) {
    out.status = 206;
    out.set_header("Content-Range", "bytes " + std::to_string((*range)->first) + "-" +
                                        std::to_string((*range)->first + (*range)->length - 1) + "/" +
                                        std::to_string(size));
  }
  const auto part = range->value_or(ByteRange{0, size});
  if (const auto* file = std::get_if<FileBody>(&response.body)) {
    out.set_header("Accept-Ranges", "bytes");
    auto delivered = deliver_file(*file, part, response.content_type, out);
    if (!delivered) out.headers.clear();  // they are the file's, not the error's
    return delivered;
  }
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) {
    deliver_shared(*shared, part, response.content_type, out);
  } else {
    out.set_content(std::move(std::get<std::string>(response.body)), response.content_type);
  }
  return {};
}

}  // namespace shohin
