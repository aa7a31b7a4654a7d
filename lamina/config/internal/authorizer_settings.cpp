#include "lamina/config/internal/building.h"

namespace lamina::config {
namespace {

constexpr std::string_view refuses = "nobody passes with it";

// What cannot be resolved (an environment variable that is not set) is left out: nobody signs with it then.
void read_iam_key(authorizer_settings& to, const node& from) {
  if (!from.is_map()) return from.expected("a map with accessKeyId and secretAccessKey");
  iam_key made;
  made.access_key_id = from["accessKeyId"].text(refuses).value_or("");
  made.secret_access_key = from["secretAccessKey"].text(refuses).value_or("");
  made.session_token = from["sessionToken"].text(refuses).value_or("");
  made.user_arn = from["userArn"].text("the root of the account is meant").value_or("");
  made.account_id = from["accountId"].text("the service's account is meant").value_or("");
  made.policy = from["policy"].value(refuses);
  for (const char* needed : {"accessKeyId", "secretAccessKey"})
    if (!from.has(needed)) return from.fail("`" + std::string(needed) + "` is missing");
  const bool is_whole = !made.access_key_id.empty() && !made.secret_access_key.empty() &&
                        !from["sessionToken"].is_unresolved() && !from["policy"].is_unresolved();
  if (is_whole) to.iam_keys.push_back(std::move(made));
}

void read_texts(std::map<std::string, std::string>& to, const node& from, std::string_view expected) {
  if (from.is_given() && !from.is_map()) return from.expected(expected);
  for (const auto& [name, value] : from.members())
    if (auto text = value.text(refuses)) to[name] = *std::move(text);
}

}  // namespace

void read_authorizer_settings(building& into) {
  const node own = into.root["custom"]["lamina"];
  authorizer_settings& to = into.out.authorizers;
  const node iam = own["iam"];
  if (iam.is_given() && !iam.is_map()) return iam.expected("a map with keys");
  if (iam["keys"].is_given() && !iam["keys"].is_list()) return iam["keys"].expected("a list of keys");
  for (const node& key : iam["keys"].items()) read_iam_key(to, key);
  read_texts(to.jwks, own["jwks"], "a map of issuers, each with a file or URL of its keys");
  read_texts(to.user_pools, own["userPools"], "a map of resources, each with the id of its user pool");
  to.jwt_algorithms = own["jwtAlgorithms"].texts("it is ignored");
}

}  // namespace lamina::config
