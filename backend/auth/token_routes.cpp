#include "auth/token_routes.h"

#include "auth/account_answers.h"
#include "auth/account_rules.h"
#include "http/body_fields.h"
#include "mlflow/actor.h"

namespace shohin {
namespace {

constexpr std::uint64_t kBodyBytes = 16 * 1024;

JsonObject token_json(const Token& token) {
  JsonArray scopes;
  for (const auto scope : {Scope::kRead, Scope::kLog, Scope::kRegister, Scope::kPromote, Scope::kAdmin}) {
    if (token.scopes.has(scope)) scopes.emplace_back(scope_name(scope));
  }
  JsonObject json{{"id", token.id},
                  {"user", token.user},
                  {"name", token.name},
                  {"scopes", std::move(scopes)},
                  {"created", token.creation_time},
                  {"expires", token.expiration_time}};
  if (token.last_use_time) json.emplace_back("last_used", *token.last_use_time);
  return json;
}

Outcome<Scopes> read_scopes(const std::vector<std::string>& names) {
  Scopes scopes;
  for (const auto& name : names) {
    const auto scope = scope_of(name);
    if (!scope) return refuse_value("scopes", name, "read, log, register, promote or admin");
    scopes.add(*scope);
  }
  return scopes;
}

Outcome<NewToken> read_new_token(const Request& request) {
  auto fields = BodyFields::read(request);
  if (!fields) return tl::unexpected<Error>(std::move(fields).error());
  NewToken token;
  token.name = fields->text("name");
  token.user = fields->maybe_text("user").value_or(request.user);
  token.days = fields->maybe_integer("days", 1, Tokens::kMostDays).value_or(token.days);
  const auto names = fields->texts("scopes");
  if (auto read = fields->finish(); !read) return tl::unexpected<Error>(std::move(read).error());
  const auto scopes = read_scopes(names);
  if (!scopes) return tl::unexpected<Error>(scopes.error());
  token.scopes = *scopes;
  if (token.user == request.user || request.role == Role::kAdmin) return token;
  return refuse(ErrorCode::kPermissionDenied, "user: only an admin makes tokens for others.");
}

Outcome<Response> list_tokens(Tokens& tokens, const Request& request) {
  JsonArray list;
  for (const auto& token : tokens.list(visible_user(request))) list.emplace_back(token_json(token));
  return private_response(JsonObject{{"tokens", std::move(list)}});
}

Outcome<Response> create_token(Tokens& tokens, const Request& request) {
  const auto wanted = read_new_token(request);
  if (!wanted) return tl::unexpected<Error>(wanted.error());
  const auto made = tokens.create(*wanted, actor_of(request));
  if (!made) return tl::unexpected<Error>(made.error());
  auto json = token_json(made->token);
  json.emplace_back("token", made->secret);
  return private_response(std::move(json));
}

Outcome<Response> revoke_token(Tokens& tokens, const Request& request) {
  const auto id = read_id(request.parameters[0]);
  if (!id) return tl::unexpected<Error>(id.error());
  auto revoked = tokens.revoke(*id, visible_user(request), actor_of(request));
  if (!revoked) return tl::unexpected<Error>(std::move(revoked).error());
  return private_response(JsonObject{});
}

}  // namespace

std::vector<Route> token_routes(Tokens& tokens) {
  const std::string all = "/api/shohin/v1/tokens";
  const auto route = [&](Method method, const std::string& path, Accepts accepts,
                         Outcome<Response> (*work)(Tokens&, const Request&)) {
    Route made(method, path, Role::kViewer, accepts,
               [&tokens, work](const Request& request) { return work(tokens, request); });
    made.body_limit = kBodyBytes;
    // A token for reading must not make itself one for more.
    if (method != Method::kGet) made.scope = Scope::kAdmin;
    return made;
  };
  return {route(Method::kGet, all, Accepts::kNoBody, list_tokens),
          route(Method::kPost, all, Accepts::kJson, create_token),
          route(Method::kDelete, all + "/{id}", Accepts::kNoBody, revoke_token)};
}

}  // namespace shohin
