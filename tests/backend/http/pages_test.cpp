// Proves how files, pages and ranges are answered: encodings, ETags, caching, headers for browsers.
#include <catch_amalgamated.hpp>
#include <fstream>

#include "digest/sha256.h"
#include "http/encoding.h"
#include "http/pages.h"
#include "http/range.h"
#include "raw_client.h"
#include "temporary_directory.h"
#include "test_server.h"

namespace shohin {
namespace {

void write(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

// The value of a header, or "none".
std::string header(const std::string& answer, const std::string& name) {
  const auto at = answer.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "none";
  const auto begin = at + name.size() + 4;
  return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

struct Site {
  Site() {
    write(folder.path() / "index.html", "<p>shop</p>");
    write(folder.path() / "studio/index.html", "<p>studio</p>");
    write(folder.path() / "redoc/index.html", "<p>reference</p>");
    write(folder.path() / "sw.js", "worker");
    write(folder.path() / "assets/shop-1a2B3c_4.js", "plain script");
    write(folder.path() / "assets/shop-1a2B3c_4.js.br", "brotli script");
    write(folder.path() / "assets/shop-1a2B3c_4.js.gz", "gzip script");
    auto pages = load_pages(folder.path());
    REQUIRE(pages.has_value());
    auto routes = page_routes(*pages);
    routes.push_back(front_route(*pages, R"({"endpoints":[]})"));
    server = std::make_unique<TestServer>(std::move(routes));
  }
  std::string get(const std::string& path, const std::string& headers = {}) const {
    return exchange_raw(
        server->port,
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }
  TemporaryDirectory folder;
  std::unique_ptr<TestServer> server;
};

TEST_CASE("the front page is the shop for browsers and the endpoints for everybody else", "[http][pages]") {
  const Site site;
  CHECK(body_of_answer(site.get("/", "Accept: text/html,*/*;q=0.8\r\n")) == "<p>shop</p>");
  CHECK(body_of_answer(site.get("/", "Accept: */*\r\n")) == R"({"endpoints":[]})");
  CHECK(header(site.get("/"), "Vary") == "Accept, Accept-Encoding");
}

TEST_CASE("the front page weighs what a client accepts", "[http][pages]") {
  const Site site;
  const auto gets_page = [&](const std::string& accept) {
    return body_of_answer(site.get("/", "Accept: " + accept + "\r\n")) == "<p>shop</p>";
  };
  CHECK(gets_page("Text/HTML; level=1; q=0.5"));
  CHECK(gets_page("application/json, text/html"));
  CHECK(gets_page("application/json;q=0.4, text/html;q=0.5"));
  CHECK_FALSE(gets_page("text/html;q=0, application/json"));
  CHECK_FALSE(gets_page("text/html;q=0.000"));
  CHECK_FALSE(gets_page("text/html;q=0.5, application/json"));
  CHECK_FALSE(gets_page("text/html-sandboxed"));
}

TEST_CASE("a folder answers with its page, with and without the slash", "[http][pages]") {
  const Site site;
  CHECK(body_of_answer(site.get("/studio/")) == "<p>studio</p>");
  CHECK(status_of_answer(site.get("/studio")) == 308);
  CHECK(header(site.get("/studio"), "Location") == "/studio/");
}

TEST_CASE("a hashed name is kept for a year, everything else is asked for again", "[http][pages]") {
  const Site site;
  CHECK(header(site.get("/assets/shop-1a2B3c_4.js"), "Cache-Control") ==
        "public, max-age=31536000, immutable");
  CHECK(header(site.get("/sw.js"), "Cache-Control") == "no-cache");
  CHECK(header(site.get("/index.html"), "Cache-Control") == "no-cache");
}

TEST_CASE("each encoding has its own strong ETag and answers 304 to it", "[http][pages]") {
  const Site site;
  const std::string path = "/assets/shop-1a2B3c_4.js";
  const auto plain = site.get(path);
  const auto gzip = site.get(path, "Accept-Encoding: gzip\r\n");
  const auto brotli = site.get(path, "Accept-Encoding: gzip, deflate, br\r\n");
  CHECK(body_of_answer(plain) == "plain script");
  CHECK(body_of_answer(gzip) == "gzip script");
  CHECK(body_of_answer(brotli) == "brotli script");
  CHECK(header(brotli, "Content-Encoding") == "br");
  CHECK(header(plain, "Content-Encoding") == "none");
  CHECK(header(plain, "ETag") == "\"" + sha256_hex("plain script") + "\"");
  CHECK(header(gzip, "ETag") == "\"" + sha256_hex("plain script") + "-gzip\"");
  CHECK(header(plain, "ETag") != header(gzip, "ETag"));
  CHECK(header(gzip, "ETag") != header(brotli, "ETag"));
  const auto again =
      site.get(path, "Accept-Encoding: br\r\nIf-None-Match: " + header(brotli, "ETag") + "\r\n");
  CHECK(status_of_answer(again) == 304);
  CHECK(body_of_answer(again).empty());
  CHECK(status_of_answer(site.get(path, "If-None-Match: " + header(brotli, "ETag") + "\r\n")) == 200);
}

TEST_CASE("pages and scripts carry the policy that keeps foreign code out", "[http][pages]") {
  const Site site;
  for (const auto* path : {"/index.html", "/sw.js"}) {
    const auto policy = header(site.get(path), "Content-Security-Policy");
    CHECK(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
    CHECK(policy.find("unsafe-inline") == std::string::npos);
    CHECK(policy.ends_with("frame-ancestors 'none'"));
  }
  CHECK(header(site.get("/index.html"), "X-Content-Type-Options") == "nosniff");
}

TEST_CASE("only the reference may make workers of its own and the styles that it names", "[http][pages]") {
  const Site site;
  const auto reference = header(site.get("/redoc/"), "Content-Security-Policy");
  CHECK(reference.find("worker-src 'self' blob:;") != std::string::npos);
  CHECK(reference.find("style-src 'self' 'sha256-") != std::string::npos);
  CHECK(reference.find("unsafe-inline") == std::string::npos);
  const auto studio = header(site.get("/studio/"), "Content-Security-Policy");
  CHECK(studio.find("worker-src 'self';") != std::string::npos);
  CHECK(studio.find("sha256-") == std::string::npos);
}

TEST_CASE("paths that climb reach nothing, also encoded", "[http][pages][attack]") {
  const Site site;
  for (const auto* path :
       {"/../index.html", "/assets/../index.html", "/assets/%2e%2e/index.html", "/..%2findex.html",
        "/assets/..%5cindex.html", "//index.html", "/index.html%00.js"}) {
    const int status = status_of_answer(site.get(path));
    CHECK((status == 404 || status == 400));
  }
}

TEST_CASE("a file answers one range", "[http][range]") {
  const TemporaryDirectory folder;
  std::string content;
  for (int i = 0; i < 50'000; ++i) content += static_cast<char>('a' + i % 26);
  write(folder.path() / "blob", content);
  const auto path = folder.path() / "blob";
  TestServer server(
      {text_route(Method::kGet, "/blob", Accepts::kNoBody,
                  [&](const Request&) -> Outcome<Response> {
                    Response response;
                    response.headers = {{"ETag", "\"e1\""}};
                    response.body = FileBody{path, content.size()};
                    return response;
                  }),
       text_route(Method::kGet, "/gone", Accepts::kNoBody, [&](const Request&) -> Outcome<Response> {
         Response response;
         response.headers = {{"ETag", "\"e2\""}, {"Cache-Control", "public, max-age=31536000, immutable"}};
         response.body = FileBody{folder.path() / "gone", 5};
         return response;
       })});
  const auto get = [&](const std::string& headers, const std::string& target = "/blob") {
    return exchange_raw(
        server.port,
        "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  };
  CHECK(body_of_answer(get("")) == content);
  const auto part = get("Range: bytes=26-51\r\n");
  CHECK(status_of_answer(part) == 206);
  CHECK(header(part, "Content-Range") == "bytes 26-51/50000");
  CHECK(body_of_answer(part) == "abcdefghijklmnopqrstuvwxyz");
  CHECK(body_of_answer(get("Range: bytes=1000-\r\n")) == content.substr(1000));
  CHECK(body_of_answer(get("Range: bytes=-3\r\n")) == content.substr(content.size() - 3));
  const auto outside = get("Range: bytes=50000-\r\n");
  CHECK(status_of_answer(outside) == 416);
  CHECK(header(outside, "Content-Range") == "bytes */50000");
  CHECK(status_of_answer(get("Range: bytes=5-1\r\n")) == 416);
  CHECK(status_of_answer(get("Range: lines=1-2\r\n")) == 200);
  CHECK(status_of_answer(get("If-Range: \"other\"\r\nRange: bytes=1-2\r\n")) == 200);
  CHECK(status_of_answer(get("If-Range: \"e1\"\r\nRange: bytes=1-2\r\n")) == 206);
  const auto gone = get("", "/gone");
  CHECK(status_of_answer(gone) == 500);
  CHECK(gone.find(folder.path().string()) == std::string::npos);
  CHECK(header(gone, "ETag") == "none");
  CHECK(header(gone, "Cache-Control") == "none");
  CHECK(gone.find("X-Request-Id") == gone.rfind("X-Request-Id"));
}

TEST_CASE("Accept-Encoding is read with its weights", "[http][encoding]") {
  CHECK(accepts_encoding("gzip, br", "br"));
  CHECK(accepts_encoding("*", "br"));
  CHECK(accepts_encoding("br;q=0.1", "br"));
  CHECK_FALSE(accepts_encoding("br;q=0", "br"));
  CHECK_FALSE(accepts_encoding("br; q=0.000, *", "br"));
  CHECK_FALSE(accepts_encoding("gzip", "br"));
  CHECK_FALSE(accepts_encoding("", "br"));
}

}  // namespace
}  // namespace shohin
