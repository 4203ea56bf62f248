// The shop's engine as plain C exports: each converts, calls, converts back. Pointers are addresses in the
// module's memory; lengths are bytes for bytes and text, numbers for float32.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

#include "digest/sha256.h"
#include "session.h"

using shohin::ShopSession;

extern "C" {

// Memory for the page to write into; give_back when read.
__attribute__((export_name("take_bytes"))) std::uint8_t* take_bytes(std::size_t size) {
  return static_cast<std::uint8_t*>(std::malloc(size));
}
__attribute__((export_name("give_back"))) void give_back(void* bytes) { std::free(bytes); }

// Never null: what went wrong is said by its text.
__attribute__((export_name("open_model"))) ShopSession* open_model(const std::uint8_t* bytes,
                                                                   std::size_t size) {
  return new ShopSession(std::span(bytes, size));
}
__attribute__((export_name("close_model"))) void close_model(ShopSession* session) { delete session; }

__attribute__((export_name("text"))) const char* text(const ShopSession* session) {
  return session->text().data();
}
__attribute__((export_name("text_size"))) std::size_t text_size(const ShopSession* session) {
  return session->text().size();
}

__attribute__((export_name("check"))) void check(ShopSession* session, const char* form, std::size_t size) {
  session->check(std::string_view(form, size));
}

__attribute__((export_name("answer"))) int answer(const ShopSession* session, const float* row,
                                                  std::size_t row_size, float* out, std::size_t out_size) {
  return session->answer(std::span(row, row_size), std::span(out, out_size)) ? 1 : 0;
}

__attribute__((export_name("explain"))) void explain(ShopSession* session, const float* row,
                                                     std::size_t row_size) {
  session->explain(std::span(row, row_size));
}

// Writes the 64 hex digits of the digest, without an end mark.
__attribute__((export_name("sha256"))) void sha256(const std::uint8_t* bytes, std::size_t size, char* hex) {
  const std::string digest = shohin::sha256_hex(std::span(bytes, size));
  std::memcpy(hex, digest.data(), digest.size());
}

}  // extern "C"
