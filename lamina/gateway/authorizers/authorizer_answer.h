#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "lamina/base/function.h"
#include "lamina/base/log.h"
#include "lamina/function_pool/function.h"
#include "lamina/gateway/authorizers/authorizer_result.h"
#include "lamina/gateway/integration/response_writer.h"

namespace lamina::gateway {

// What became of asking a Lambda authorizer, of type TOKEN or REQUEST.
enum class authorizer_outcome { answered, unauthorized, failed, throttled };

struct authorizer_answer {
  authorizer_outcome what = authorizer_outcome::failed;
  std::shared_ptr<const authorizer_result> result{};  // of answered
};

using authorizer_completion = move_only_function<void(const authorizer_answer&)>;

// Nothing as `invoked`: no answer in time. Failures are logged with the authorizer's name.
authorizer_answer judge_authorizer(const std::optional<function_pool::invocation_result>& invoked,
                                   std::string_view name, logger& log);

// What the client gets instead of what it wants; null when it may pass.
const gateway_response* refusal_of(authorizer_outcome what) noexcept;
const gateway_response* refusal_of(policy::decision judged) noexcept;

}  // namespace lamina::gateway
