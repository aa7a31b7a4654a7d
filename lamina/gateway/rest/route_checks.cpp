#include "lamina/gateway/rest/route_checks.h"

namespace lamina::gateway {

result<std::unique_ptr<route_checks>> make_route_checks(const config::route& route, const request_models& models) {
  auto validation = request_validation::compile(route, models);
  if (!validation) return validation.error();
  auto made = std::make_unique<route_checks>();
  made->validation = *std::move(validation);
  made->needs_key = route.private_key;
  if (route.throttle) made->throttle = std::make_unique<token_bucket>(*route.throttle);
  if (!made->throttle && !made->needs_key && made->validation.is_empty()) made.reset();
  return made;
}

}  // namespace lamina::gateway
