#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway::internal {

void answer_preflight(rest_loop& at, rest_call& now) {
  answer(at, now, now.route->preflight->answer(now.request.find("Origin")), {});
}

}  // namespace lamina::gateway::internal
