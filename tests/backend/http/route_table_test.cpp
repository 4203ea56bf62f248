// Proves which route answers which path, that a table with a hole or a double does not start, and how paths
// and queries are decoded.
#include <catch_amalgamated.hpp>

#include "http/route_table.h"
#include "http/url.h"

namespace shohin {
namespace {

Outcome<Response> nothing(const Request&) { return json_response("{}"); }

Route route(Method method, std::string pattern) {
  return {method, std::move(pattern), Role::kPublic, Accepts::kNoBody, nothing};
}

RouteTable table(std::vector<Route> routes) {
  auto made = RouteTable::make(std::move(routes));
  REQUIRE(made.has_value());
  return std::move(*made);
}

TEST_CASE("a literal segment goes before a parameter, and that before the rest", "[http][routes]") {
  const auto routes = table({route(Method::kGet, "/m/{rest...}"), route(Method::kGet, "/m/{name}/{version}"),
                             route(Method::kGet, "/m/{name}/production"),
                             route(Method::kGet, "/m/sha256/{hex}"), route(Method::kGet, "/m/sha256/plain")});
  const auto pattern = [&](std::string_view path) { return routes.find(Method::kGet, path)->route->pattern; };
  CHECK(pattern("/m/sha256/plain") == "/m/sha256/plain");
  CHECK(pattern("/m/sha256/abc") == "/m/sha256/{hex}");
  CHECK(pattern("/m/iris/production") == "/m/{name}/production");
  CHECK(pattern("/m/iris/3") == "/m/{name}/{version}");
  CHECK(pattern("/m/iris/3/deep/er") == "/m/{rest...}");
  CHECK(pattern("/m/%73ha256/%70lain") == "/m/sha256/plain");
}

TEST_CASE("parameters are decoded once and the rest keeps its slashes", "[http][routes]") {
  const auto routes = table({route(Method::kGet, "/a/{name}/x"), route(Method::kGet, "/files/{path...}")});
  CHECK(routes.find(Method::kGet, "/a/two%20words%2F%2541/x")->parameters ==
        std::vector<std::string>{"two words/%41"});
  CHECK(routes.find(Method::kGet, "/files/a/b%20c/")->parameters == std::vector<std::string>{"a/b c/"});
}

TEST_CASE("find says why nothing answers", "[http][routes]") {
  const auto routes = table({route(Method::kGet, "/a"), route(Method::kPost, "/b/{x}")});
  CHECK(routes.find(Method::kGet, "/nowhere").error().code == ErrorCode::kEndpointNotFound);
  CHECK(routes.find(Method::kGet, "/a/").error().code == ErrorCode::kEndpointNotFound);
  CHECK(routes.find(Method::kGet, "/b/").error().code == ErrorCode::kEndpointNotFound);
  CHECK(routes.find(Method::kPost, "/a").error().code == ErrorCode::kMethodNotAllowed);
  CHECK(routes.find(Method::kGet, "/b/1").error().code == ErrorCode::kMethodNotAllowed);
  CHECK(routes.find(Method::kPost, "/b/%zz").error().code == ErrorCode::kBadRequest);
  CHECK(routes.methods("/b/1") == std::vector<Method>{Method::kPost});
  CHECK(routes.allowed_methods("/b/1") == "POST");
  CHECK(routes.allowed_methods("/a") == "GET, HEAD");
}

TEST_CASE("a table with a double, a malformed pattern or no handler is refused", "[http][routes]") {
  const auto refused = [](std::vector<Route> routes) {
    const auto made = RouteTable::make(std::move(routes));
    return !made && made.error().code == ErrorCode::kInternalError;
  };
  CHECK(refused({route(Method::kGet, "/a/{x}"), route(Method::kGet, "/a/{y}")}));
  CHECK(refused({route(Method::kGet, "a")}));
  CHECK(refused({route(Method::kGet, "/{rest...}/a")}));
  CHECK(refused({route(Method::kGet, "/a{x}")}));
  CHECK(refused({Route(Method::kGet, "/a", Role::kPublic, Accepts::kNoBody, nullptr)}));
  CHECK_FALSE(refused({route(Method::kGet, "/a/{x}"), route(Method::kPost, "/a/{y}")}));
}

TEST_CASE("queries are decoded in order and names may repeat", "[http][url]") {
  const auto query = parse_query("a=1&b=two+words&a=%2B&flag&&c=x=y");
  REQUIRE(query.has_value());
  CHECK(*query == std::vector<std::pair<std::string, std::string>>{
                      {"a", "1"}, {"b", "two words"}, {"a", "+"}, {"flag", ""}, {"c", "x=y"}});
  CHECK_FALSE(parse_query("a=%").has_value());
  CHECK_FALSE(parse_query("a=%00").has_value());
  CHECK_FALSE(parse_query("a=%ff").has_value());
}

TEST_CASE("percent_encode and percent_decode are each other's inverse", "[http][url]") {
  const std::string text = "a b/ç?%\"'&";
  CHECK(percent_encode(text) == "a%20b%2F%C3%A7%3F%25%22%27%26");
  CHECK(percent_decode(percent_encode(text)) == text);
  CHECK(percent_encode("/1/ab-c_d.e~f/a b", "/") == "/1/ab-c_d.e~f/a%20b");
}

}  // namespace
}  // namespace shohin
