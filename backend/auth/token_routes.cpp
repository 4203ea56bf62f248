#include "auth/token_routes.h"

#include "auth/account_answers.h"
#include "auth/account_rules.h"
#include "mlflow/actor.h"

namespace shohin {
namespace {

constexpr const char* kTokenName = R"(^[^\u0000-\u001f\u007f-\u009f]+$)";  // Tokens::create checks it

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

Field scopes_field() { return list("scopes", choice("", {"read", "log", "register", "promote", "admin"})); }

std::vector<Field> token_fields() {
  return {integer("id"),
          text("user"),
          text("name"),
          scopes_field(),
          integer("created"),
          integer("expires"),
          maybe(integer("last_used"))};
}

Scopes read_scopes(const std::vector<std::string>& names) {
  Scopes scopes;
  for (const auto& name : names) scopes.add(scope_of(name).value_or(Scope::kNone));
  return scopes;
}

Outcome<NewToken> read_new_token(const Request& request) {
  const auto& fields = request.fields;
  NewToken token;
  token.name = fields.text("name");
  token.user = fields.maybe_text("user").value_or(request.user);
  token.days = fields.maybe_integer("days").value_or(token.days);
  token.scopes = read_scopes(fields.texts("scopes"));
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
                         Outcome<Response> (*work)(Tokens&, const Request&), Operation operation) {
    operation.strict = true;
    Route made(
        method, path, Role::kViewer, accepts,
        [&tokens, work](const Request& request) { return work(tokens, request); }, std::move(operation));
    made.body_limit = kAccountBodyBytes;
    // A token for reading must not make itself one for more.
    if (method != Method::kGet) made.scope = Scope::kAdmin;
    return made;
  };
  auto created = token_fields();
  created.push_back(text("token"));
  return {route(Method::kGet, all, Accepts::kNoBody, list_tokens,
                {.summary = "List API tokens, without their secrets",
                 .answer = json_answer({list("tokens", component("Token", object("", token_fields())))})}),
          route(Method::kPost, all, Accepts::kJson, create_token,
                {.summary = "Make an API token; its secret is told this once",
                 .body = {{sized(1, Tokens::kLongestName, like(kTokenName, text("name"))), scopes_field(),
                           maybe(text("user")), maybe(integer("days", 1, Tokens::kMostDays))}},
                 .answer = json_answer(std::move(created)),
                 .errors = {404}}),
          route(Method::kDelete, all + "/{id}", Accepts::kNoBody, revoke_token,
                {.summary = "Revoke an API token",
                 .path = {integer("id", 1, INT64_MAX)},
                 .answer = answer_of(object("", {}))})};
}

}  // namespace shohin
