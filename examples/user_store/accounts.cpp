#include "examples/user_store/accounts.h"

#include "examples/user_store/tokens.h"

namespace user_store {

using namespace lamina;

std::string accounts::register_user(std::string_view id, std::string_view password, system_time now) const {
  if (id.empty() || password.empty()) throw error(400, "id and password are required");
  if (id.size() > store::max_id_bytes) throw error(400, "the id is longer than 2048 bytes");
  if (!is_long_enough(password)) throw error(400, "the password needs 10 characters or more");
  if (is_reserved(id) || passwords_.exists(id)) throw error(409, "the id is taken");
  // Whatever fails before the password is written leaves the id free, so that a retry works: the key and the empty
  // document come first. The password decides who of several has won.
  const std::string token = make_token(key_->get(), id, {"self"}, now);
  const password_item item = make_password_item(id, password);
  documents_.create(id);
  if (!passwords_.add(item)) throw error(409, "the id is taken");
  return token;
}

std::string accounts::log_in(std::string_view id, std::string_view password, system_time now) const {
  if (id.empty() || password.empty()) throw error(400, "id and password are required");
  if (!passwords_.check(id, password)) throw error(401, "wrong id or password");
  return make_token(key_->get(), id, {"self"}, now);
}

}  // namespace user_store
