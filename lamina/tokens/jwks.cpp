#include "lamina/tokens/jwks.h"

#include <algorithm>

namespace lamina::tokens {
namespace {

bool can_verify(const json::value& key) {
  const json::value* const use = json::find(key, "use");
  if (use != nullptr && *use != "sig") return false;
  const json::value* const operations = json::find(key, "key_ops");
  if (operations == nullptr) return true;
  const json::array* const list = operations->if_array();
  return list != nullptr && std::ranges::find(*list, json::value("verify")) != list->end();
}

}  // namespace

result<key_set> key_set::parse(std::string_view text) {
  const result<json::value> document = json::try_parse(text);
  if (!document) return document.error();
  const json::value* const keys = json::find(*document, "keys");
  if (keys == nullptr || !keys->is_array()) return error("Invalid JWKS document: missing keys array");
  key_set made;
  for (const json::value& key : keys->get_array()) {
    if (!can_verify(key)) continue;
    const json::value* const id = json::find(key, "kid");
    if (id != nullptr && !id->is_string()) continue;  // nothing could ask for it
    made.entries_.push_back({id == nullptr ? std::nullopt : std::optional(std::string(id->get_string())),
                             std::string(json::find_string(key, "alg")), verification_key::from_jwk(key)});
  }
  return made;
}

const key_set::entry* key_set::find(const std::optional<std::string>& id) const noexcept {
  const auto found = std::ranges::find(entries_, id, &entry::id);
  return found == entries_.end() ? nullptr : &*found;
}

}  // namespace lamina::tokens
