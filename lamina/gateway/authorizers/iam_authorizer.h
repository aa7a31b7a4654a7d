#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/aws/credentials.h"
#include "lamina/base/scheduler.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/authorizers/policy.h"

namespace lamina::gateway {

// Keys whose signatures are good, and whom they stand for. Without an ARN that is the root of the account.
struct known_caller {
  aws::credentials keys{};
  std::string account_id{};
  std::string user_arn{};
  std::optional<policy> may{};  // what they may do, of the action that is asked for; nothing: everything
};

struct iam_authorizer_options {
  std::string service = "execute-api";  // of the signature: "lambda" for function URLs
  std::string region{};
  bool tells_context = false;  // HTTP APIs and function URLs: requestContext.authorizer.iam; else identity alone
  std::vector<known_caller> callers{};
};

// Authorization type AWS_IAM: lets through whose request is signed (Signature Version 4, in headers or in the query)
// with keys that are known here, and whose policy allows it. Never waits.
class iam_authorizer final : public authorizer {
 public:
  // `loop` must outlive it.
  iam_authorizer(iam_authorizer_options options, scheduler& loop);

  bool decide(const guarded_request& request, authorization& said) override;
  void ask(const guarded_request& request, completion done) override;

 private:
  authorization::verdict judge(const known_caller& caller, const guarded_request& request,
                               const iam_identity& who) const;

  const iam_authorizer_options options_;
  scheduler& loop_;
  std::vector<aws::credentials> keys_;
  std::vector<std::shared_ptr<const grant>> grants_;  // as callers
};

}  // namespace lamina::gateway
