#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway::internal {

void answer_preflight(rest_loop& at, rest_call& now) {
  answer(at, now, now.route->preflight->answer(now.request.find("Origin")), {});
}

void answer_mock(rest_loop& at, rest_call& now) {
  std::deque<std::string> storage;
  const auto got = now.route->mock->answer({.content_type = now.request.find("Content-Type"),
                                            .accept = now.request.find("Accept"),
                                            .body = now.request.body},
                                           storage);
  if (got.is_unsupported_type) return answer(at, now, responses::unsupported_media_type);
  if (!got.response) return answer(at, now, responses::internal_error, "no response of the mock fits");
  answer(at, now, *got.response, got.response->body);
}

}  // namespace lamina::gateway::internal
