#pragma once

#include <memory>

#include "examples/user_store/signing_key.h"
#include "lamina/base/scheduler.h"
#include "lamina/json/json.h"

namespace user_store {

// Answers the gateway's question who is calling: {type: "TOKEN", authorizationToken, methodArn} in, a policy out.
//
// A good token is allowed the whole guarded api of the stage, since the gateway keeps the answer for this token and
// asks it about other methods and paths. A token of another scope is denied (403). Anything else throws "Unauthorized",
// which the gateway answers with 401 and does not keep.
//
// The gateway may keep an answer for longer than the token lives. So the policy's context carries `exp`, and the api
// itself refuses a request whose `exp` has passed (user_api.h).
class authorizer {
 public:
  explicit authorizer(std::shared_ptr<signing_key> key) : key_(std::move(key)) {}

  lamina::json::value answer(const lamina::json::value& event, lamina::system_time now) const;

 private:
  std::shared_ptr<signing_key> key_;
};

}  // namespace user_store
