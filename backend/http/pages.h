// The built pages, in memory from the start on: no path of a request is ever joined to a folder.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/route.h"

namespace shohin {

struct Page {
  std::string content_type;
  std::string sha256;
  std::string policy;      // what a browser may do on it (Content Security Policy)
  bool is_hashed = false;  // the name holds a hash of the content, so it never changes
  std::shared_ptr<const std::string> plain, brotli, gzip;  // the last two from siblings .br and .gz, or null
};

// By path: "/index.html", "/assets/shop-3f9a1c2b.js".
using Pages = std::map<std::string, Page>;

// In the best coding that the client takes, with its ETag.
Response page_response(const Page& page, const Request& request);

// Every regular file below the folder; none when there is no such folder. Fails with kInternalError when a
// file cannot be read.
Outcome<Pages> load_pages(const std::filesystem::path& folder);

// A route for each file, /folder/ for each index.html below the root, and /folder, which leads there.
std::vector<Route> page_routes(const Pages& pages);

// GET /: the page /index.html for browsers, when it is there; the list of endpoints for everybody else.
Route front_route(const Pages& pages, std::string endpoints_json);

// [{"method", "path", "role"}, ...] of every route that is no file of the pages.
std::string endpoints_json(const std::vector<Route>& routes, std::string_view version);

// "text/html; charset=utf-8" for "x.html"; application/octet-stream for what is not known.
std::string content_type_of(std::string_view name);

}  // namespace shohin
