// Requests and answers of integrations that are no proxies: whatever came, the event of `integration: lambda` is one
// JSON document, no header that was mapped out of a body ends its line, and an endpoint's URL is one.
#include <algorithm>
#include <cstdint>

#include "lamina/gateway/integration/accept_encoding.h"
#include "lamina/gateway/integration/endpoint.h"
#include "lamina/gateway/integration/lambda_integration.h"
#include "lamina/gateway/integration/mock_integration.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/http/url.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;

config::route route_of(std::string integration) {
  config::route route;
  route.path = "/a/{id}";
  route.integration = std::move(integration);
  config::rest_integration& setup = route.integration_setup;
  setup.uri = "http://back.end/{id}";
  setup.parameters = {{"integration.request.querystring.q", "method.request.header.Q"},
                      {"integration.request.header.Q", "method.request.querystring.q"}};
  setup.responses = {
      {.status = 200, .headers = {{"A", "integration.response.body.a.b"}, {"B", "integration.response.body"}}},
      {.status = 404, .pattern = R"([\s\S]*\[404\][\s\S]*)"}};
  return route;
}

const api_stage stage{.api_id = "abc", .stage = "dev"};

void write_events(rest_request& request, std::string_view type) {
  static const lambda_integration lambda = lambda_integration::make(route_of("AWS"), stage).value();
  std::string event;
  template_overrides overrides;
  if (lambda.write_event(event, request, type, overrides)) require(json::try_parse(event).has_value());
  static const endpoint http = endpoint::make(route_of("HTTP_PROXY"), stage).value();
  const parameter_source::context_lookup none = [](std::string_view) { return std::string_view(); };
  const auto sent = http.write_request({request, request.path, type, "Root=1", none}, overrides);
  require(sent && http::parse_url(sent->url).has_value());
}

void map_answers(std::string_view body) {
  static const auto responses = mapped_responses::compile(route_of("AWS").integration_setup.responses, {}).value();
  response_storage storage;
  template_input seen;
  const auto answer =
      responses.answer({.selector = error_message_of(body), .body = body, .accept = body}, seen, {}, storage);
  require(answer.has_value());
  for (const auto& [name, value] : answer->headers)
    require(std::ranges::none_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }));
  static const auto mock = mock_integration::make(route_of("MOCK"), stage).value();
  field_list none;
  rest_request request;
  request.headers = request.query = &none;
  request.body = body;
  static_cast<void>(mock.answer({request, body.substr(0, 20), body}, storage));
  accepted_coding(body);
}

// First line: a query. Second: a path's value. Third: a content type. The rest: the body.
void run(std::string_view input) {
  const auto line = [&] {
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view got = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
    return got;
  };
  field_list headers, query;
  std::string storage;
  const std::string_view raw_query = line();
  read_query(raw_query, storage, query);
  const std::string_view values[1] = {line()};
  const std::string_view type = line();
  headers.add("Q", type);
  rest_request request;
  request.method = "POST";
  request.path = raw_query;
  request.headers = &headers;
  request.query = &query;
  request.path_values = values;
  request.body = input;
  // No target has these in a path.
  if (values[0].find_first_of("?#") == std::string_view::npos && raw_query.find('#') == std::string_view::npos)
    write_events(request, type);
  map_answers(input);
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
