#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/store/object_store.h"

namespace user_store {

// What the password table keeps of one secret: {id, salt, hash, iterations, scopes}.
struct password_item {
  std::string id;
  std::string salt;  // base64 of 64 random bytes; its text, not its bytes, goes into the hash
  std::string hash;  // base64 of 256 bytes of PBKDF2-HMAC-SHA256
  int iterations = 0;
  std::vector<std::string> scopes;

  lamina::json::value to_json() const;
  static lamina::result<password_item> from_json(const lamina::json::value& document);
};

// Of items made from now on; a stored item brings its own number.
inline constexpr int default_iterations = 10'000;
inline constexpr std::size_t shortest_password = 10;  // characters, counted as JavaScript does (UTF-16 units)

// A new item for that password, with a salt of its own. Slow on purpose (tens of milliseconds).
password_item make_password_item(std::string_view id, std::string_view password);
// Compares in a time that says nothing about where they differ.
bool is_password_of(const password_item& item, std::string_view password);
bool is_long_enough(std::string_view password) noexcept;

// The signing key lives in the password table under an id of its own, which nobody can register.
inline constexpr std::string_view signing_key_id = "927cde40-41e7-45b1-861a-864f6d6ec269";
bool is_reserved(std::string_view id) noexcept;

// The password table.
class passwords {
 public:
  passwords(std::shared_ptr<lamina::store::object_store> store, std::string table)
      : store_(std::move(store)), table_(std::move(table)) {}

  bool exists(std::string_view id) const;
  // False when the id is taken: of several that try at once, one succeeds.
  bool add(const password_item& item) const;
  // Takes as long for a user that does not exist as for a wrong password.
  bool check(std::string_view id, std::string_view password) const;

 private:
  std::shared_ptr<lamina::store::object_store> store_;
  std::string table_;
};

}  // namespace user_store
