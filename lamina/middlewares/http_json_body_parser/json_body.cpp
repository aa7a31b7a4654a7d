#include "lamina/middlewares/http_json_body_parser/json_body.h"

#include <string>
#include <utility>

#include "lamina/events/http_body.h"

namespace lamina {
namespace {

error malformed() { return error(422, "Invalid or malformed JSON was provided"); }

// Middy hands whatever stands there to JSON.parse, which makes a text of it first.
std::string text_of(const json::value& body) { return json::to_text(body); }

}  // namespace

step parse_json_body(request& request, const json::reviver& reviver, std::string_view package) {
  json::value* body = json::find(request.event, "body");
  if (body == nullptr) return fail(malformed().with_cause(package));
  std::string buffer;
  const auto given = body_text(request.event, buffer);
  if (!given) buffer = text_of(*body);
  result<json::value> document = parse_body(given ? *given : std::string_view(buffer), package, request.storage());
  if (!document) {
    error failure = std::move(document).error();
    if (failure.cause) return fail(std::move(failure));  // a forbidden key
    json::object cause{{"package", package}, {"data", *body}, {"message", failure.message}};
    error answer = malformed();
    answer.cause = std::move(cause);
    return fail(std::move(answer));
  }
  *body = reviver ? json::revive(std::move(*document), reviver) : std::move(*document);
  return go_on();
}

}  // namespace lamina
