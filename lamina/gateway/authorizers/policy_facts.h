#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// The condition keys that a request to this gateway has. Of API Gateway's list
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html)
// those of VPCs, organizations and tags are missing: such a request has come from none of them.
enum class condition_key : std::uint8_t {
  source_ip,          // aws:SourceIp
  secure_transport,   // aws:SecureTransport: "true" or "false"
  current_time,       // aws:CurrentTime
  epoch_time,         // aws:EpochTime
  user_agent,         // aws:UserAgent
  referer,            // aws:Referer
  principal_type,     // aws:PrincipalType: "Anonymous" unless the request is signed
  principal_arn,      // aws:PrincipalArn, and the next three: of a request that is signed
  principal_account,  // aws:PrincipalAccount
  user_id,            // aws:userid
  user_name,          // aws:username: of users
  absent,             // any other key
};

// Names are compared without case.
condition_key condition_key_of(std::string_view name) noexcept;

// What conditions are about: one request, with nothing worked out before a condition asks for it. A view; on the
// thread of its loop.
class policy_facts {
 public:
  // `caller`: who has signed the request; null: nobody.
  policy_facts(const http::request& sent, const scheduler& loop, const iam_identity* caller = nullptr) noexcept
      : sent_(sent), loop_(loop), caller_(caller) {}

  const iam_identity* caller() const noexcept { return caller_; }
  // The value as text, maybe in `storage`; nothing: the request does not have it.
  std::optional<std::string_view> text(condition_key key, std::string& storage) const;
  // Of current_time and epoch_time: seconds since 1970.
  double seconds() const;

 private:
  std::optional<std::string_view> of_caller(condition_key key) const;

  const http::request& sent_;
  const scheduler& loop_;
  const iam_identity* caller_;
};

}  // namespace lamina::gateway
