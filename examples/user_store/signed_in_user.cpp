#include "examples/user_store/signed_in_user.h"

#include <charconv>

#include "examples/user_store/answers.h"

namespace user_store {
namespace {

using namespace lamina;

const json::value* authorizer_context(const http_event& event) noexcept {
  const json::value* context = json::find(event.document(), "requestContext");
  return context ? json::find(*context, "authorizer") : nullptr;
}

// REST APIs hand the context on as text.
bool has_expired(const json::value& authorizer, system_time now) {
  const json::value* expires = json::find(authorizer, "exp");
  if (!expires) return false;
  std::int64_t seconds = 0;
  if (expires->is_number()) {
    seconds = expires->to_number<std::int64_t>();
  } else if (expires->is_string()) {
    const auto& text = expires->as_string();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return true;
  }
  return now.time_since_epoch() >= std::chrono::seconds(seconds);
}

}  // namespace

std::string_view signed_in_user(const http_event& event) noexcept {
  const json::value* authorizer = authorizer_context(event);
  return authorizer ? json::find_string(*authorizer, "principalId") : std::string_view();
}

std::optional<http_response> refuse_strangers(const routed_request& request) {
  if (!signed_in_user(request.event).empty() &&
      !has_expired(*authorizer_context(request.event), request.context.loop().wall_clock())) {
    return std::nullopt;
  }
  return answer_json({{"statusCode", 401}, {"message", "Unauthorized"}}, 401);
}

}  // namespace user_store
