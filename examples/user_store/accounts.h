#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "examples/user_store/documents.h"
#include "examples/user_store/passwords.h"
#include "examples/user_store/signing_key.h"
#include "lamina/base/scheduler.h"

namespace user_store {

// Registration and login. Both answer a token; what cannot be done is thrown: 400, 401 or 409.
class accounts {
 public:
  accounts(passwords secrets, documents states, std::shared_ptr<signing_key> key)
      : passwords_(std::move(secrets)), documents_(std::move(states)), key_(std::move(key)) {}

  std::string register_user(std::string_view id, std::string_view password, lamina::system_time now) const;
  // The same answer, in the same time, for an unknown user and a wrong password.
  std::string log_in(std::string_view id, std::string_view password, lamina::system_time now) const;

 private:
  passwords passwords_;
  documents documents_;
  std::shared_ptr<signing_key> key_;
};

}  // namespace user_store
