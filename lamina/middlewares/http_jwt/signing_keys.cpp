#include "lamina/middlewares/http_jwt/signing_keys.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

namespace lamina {
namespace {

using tokens::algorithm;
using tokens::verification_key;

// The first and the last algorithm of a KMS key specification; nothing for one that is not known.
std::optional<std::pair<algorithm, algorithm>> algorithms_of(std::string_view specification) {
  if (specification == "RSA_2048" || specification == "RSA_3072" || specification == "RSA_4096")
    return std::pair(algorithm::rs256, algorithm::ps512);
  if (specification == "ECC_NIST_P256") return std::pair(algorithm::es256, algorithm::es256);
  if (specification == "ECC_NIST_P384") return std::pair(algorithm::es384, algorithm::es384);
  if (specification == "ECC_NIST_P521") return std::pair(algorithm::es512, algorithm::es512);
  if (specification == "ECC_NIST_ED25519") return std::pair(algorithm::eddsa, algorithm::eddsa);
  return std::nullopt;
}

}  // namespace

struct signing_keys::kept {
  std::mutex mutex;
  json::value material;  // what `made` was read from
  std::shared_ptr<const usable> made;
};

signing_keys::signing_keys(std::string name, std::vector<algorithm> allowed)
    : name_(std::move(name)), allowed_(std::move(allowed)), kept_(std::make_shared<kept>()) {}

result<std::shared_ptr<const signing_keys::usable>> signing_keys::read(const json::value& material) const {
  {
    const std::lock_guard lock(kept_->mutex);
    if (kept_->made && kept_->material == material) return kept_->made;
  }
  result<usable> made = make(material);
  if (!made) return std::move(made).error();
  const std::lock_guard lock(kept_->mutex);
  kept_->made = std::make_shared<const usable>(*std::move(made));
  kept_->material = json::value(material, json::storage_ptr());  // not in the invocation's arena
  return kept_->made;
}

result<signing_keys::usable> signing_keys::make(const json::value& material) const {
  if (const json::string* const text = material.if_string()) return make_of_text(*text);
  const json::value* const key = json::find(material, "publicKey");
  if (key != nullptr && key->is_string()) return make_of_kms(key->get_string(), json::find_string(material, "keySpec"));
  return error("internalKey '" + name_ +
               "' holds an unsupported key shape; expected SPKI bytes, a { publicKey } object, or a string secret");
}

result<signing_keys::usable> signing_keys::make_of_text(std::string_view text) const {
  if (result<verification_key> key = verification_key::from_spki(text)) return usable{*std::move(key), allowed_};
  if (!std::ranges::all_of(allowed_, tokens::is_symmetric))
    return error("internalKey '" + name_ + "' is a string secret but 'algorithm' includes a non-symmetric value " +
                 names_of_allowed() + "; string keys may only be used with HS* algorithms");
  result<verification_key> key = verification_key::from_secret(text);
  if (!key) return error("internalKey '" + name_ + "': " + key.error().message);
  return usable{*std::move(key), allowed_};
}

result<signing_keys::usable> signing_keys::make_of_kms(std::string_view key, std::string_view specification) const {
  std::vector<algorithm> allowed = allowed_;
  if (const auto range = algorithms_of(specification)) {
    std::erase_if(allowed, [&range](algorithm how) { return how < range->first || how > range->second; });
    if (allowed.empty())
      return error("algorithm " + names_of_allowed() + " incompatible with KMS keySpec '" + std::string(specification) +
                   "'");
  }
  result<verification_key> read = verification_key::from_spki(key);
  if (!read) return error("internalKey '" + name_ + "': " + read.error().message);
  return usable{*std::move(read), std::move(allowed)};
}

std::string signing_keys::names_of_allowed() const {
  json::array names;
  for (const algorithm how : allowed_) names.emplace_back(tokens::name_of(how));
  return json::serialize(names);
}

}  // namespace lamina
