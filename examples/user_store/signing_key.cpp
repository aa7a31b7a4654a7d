#include "examples/user_store/signing_key.h"

#include "examples/user_store/passwords.h"
#include "lamina/base/base64.h"
#include "lamina/base/random.h"

namespace user_store {

using namespace lamina;

std::string signing_key::get() {
  const std::lock_guard lock(lock_);
  if (!key_) key_ = read_or_make();
  return *key_;
}

std::string signing_key::read_or_make() const {
  auto found = store_->get(table_, signing_key_id).value();
  if (!found) {
    const auto random = [](std::size_t bytes) {
      std::string raw(bytes, '\0');
      random_bytes(raw.data(), raw.size());
      return base64_encode(raw);
    };
    const password_item made{std::string(signing_key_id), random(64), random(256), default_iterations, {"user"}};
    const auto written = store_->put(table_, signing_key_id, made.to_json(), store::condition::if_absent());
    if (!written && store::fault_of(written.error()) != store::fault::conflict) throw written.error();
    found = store_->get(table_, signing_key_id).value();
    if (!found) throw error(500, "the signing key was removed as soon as it was made");
  }
  return password_item::from_json(found->document).value().hash;
}

}  // namespace user_store
