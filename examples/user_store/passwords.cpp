#include "examples/user_store/passwords.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "lamina/base/base64.h"
#include "lamina/base/random.h"

namespace user_store {
namespace {

using namespace lamina;

constexpr std::size_t salt_bytes = 64;
constexpr std::size_t hash_bytes = 256;

std::string hash_of(std::string_view password, std::string_view salt, int iterations) {
  std::array<unsigned char, hash_bytes> derived{};
  // OpenSSL takes a null pointer for "no password" differently from an empty one.
  const char* text = password.empty() ? "" : password.data();
  if (PKCS5_PBKDF2_HMAC(text, static_cast<int>(password.size()), reinterpret_cast<const unsigned char*>(salt.data()),
                        static_cast<int>(salt.size()), iterations, EVP_sha256(), static_cast<int>(derived.size()),
                        derived.data()) != 1) {
    throw error(500, "password hashing failed");
  }
  return base64_encode({reinterpret_cast<const char*>(derived.data()), derived.size()});
}

std::string random_base64(std::size_t bytes) {
  std::string raw(bytes, '\0');
  random_bytes(raw.data(), raw.size());
  return base64_encode(raw);
}

}  // namespace

json::value password_item::to_json() const {
  json::array listed;
  for (const auto& scope : scopes) listed.emplace_back(scope);
  return {{"id", id}, {"salt", salt}, {"hash", hash}, {"iterations", iterations}, {"scopes", listed}};
}

result<password_item> password_item::from_json(const json::value& document) {
  password_item item;
  item.id = json::find_string(document, "id");
  item.salt = json::find_string(document, "salt");
  item.hash = json::find_string(document, "hash");
  const json::value* rounds = json::find(document, "iterations");
  constexpr int most = 10'000'000;  // a broken item must not keep a function busy for ever
  if (item.hash.empty() || !rounds || !rounds->is_int64() || rounds->as_int64() < 1 || rounds->as_int64() > most) {
    return error(500, "a password item without hash or iterations");
  }
  item.iterations = static_cast<int>(rounds->as_int64());
  if (const json::value* scopes = json::find(document, "scopes"); scopes && scopes->is_array()) {
    for (const auto& scope : scopes->as_array()) {
      if (scope.is_string()) item.scopes.emplace_back(scope.as_string());
    }
  }
  return item;
}

password_item make_password_item(std::string_view id, std::string_view password) {
  password_item item{std::string(id), random_base64(salt_bytes), {}, default_iterations, {"self"}};
  item.hash = hash_of(password, item.salt, item.iterations);
  return item;
}

bool is_password_of(const password_item& item, std::string_view password) {
  const std::string hash = hash_of(password, item.salt, item.iterations);
  return hash.size() == item.hash.size() && CRYPTO_memcmp(hash.data(), item.hash.data(), hash.size()) == 0;
}

bool is_long_enough(std::string_view password) noexcept {
  std::size_t units = 0;
  for (const char c : password) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;  // beyond the basic plane: a surrogate pair
  }
  return units >= shortest_password;
}

bool is_reserved(std::string_view id) noexcept { return id == signing_key_id; }

bool passwords::exists(std::string_view id) const { return store_->get(table_, id).value().has_value(); }

bool passwords::add(const password_item& item) const {
  const auto written = store_->put(table_, item.id, item.to_json(), store::condition::if_absent());
  if (!written && store::fault_of(written.error()) == store::fault::conflict) return false;
  std::ignore = written.value();
  return true;
}

bool passwords::check(std::string_view id, std::string_view password) const {
  static const password_item nobody{{}, random_base64(salt_bytes), random_base64(hash_bytes), default_iterations, {}};
  std::optional<store::object> found;
  if (!is_reserved(id) && !id.empty() && id.size() <= store::max_id_bytes) found = store_->get(table_, id).value();
  const password_item item = found ? password_item::from_json(found->document).value() : nobody;
  const bool is_right = is_password_of(item, password);
  return found && is_right;
}

}  // namespace user_store
