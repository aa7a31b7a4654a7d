// HTTP request -> event of an HTTP API or a function URL: whatever a client sends, the event is one JSON document that
// says what was sent.
#include "lamina/gateway/integration/http_event.h"

#include <algorithm>
#include <cstdint>

#include "lamina/gateway/integration/http_headers.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/router/route_table.h"
#include "lamina/http/target.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using enum http_event_format;

using lamina::testing::require;

void check(const json::value& event, http_event_format format, const http::request& request) {
  const bool is_1_0 = format == http_api_1_0;
  require(event.at("version") == (is_1_0 ? "1.0" : "2.0"));
  require(event.as_object().contains("body") == (is_1_0 || !request.body.empty()));
  require(event.at("headers").as_object().contains("content-length"));
  for (const auto& header : event.at("headers").as_object())
    require(std::ranges::none_of(header.key(), [](char c) { return c >= 'A' && c <= 'Z'; }));
  require(event.at("requestContext").at("stage") == "$default");
}

void build(std::string_view input) {
  static const api_stage stage = {"000000000000", "us-east-1", "abc", "def", "$default"};
  static const auto table = [] {
    route_table made;
    require(made.add("ANY", "/{first}/{rest+}", 0).has_value());
    require(made.add("GET", "/a/b", 1).has_value());
    return made;
  }();
  const lamina::testing::request_of_lines sent(input);
  const http::request& request = sent.request;

  const auto [path, raw_query] = http::split_target(request.target);
  std::string decoded, header_storage, query_storage, out;
  field_list fields, query;
  std::vector<std::string_view> cookies;
  http_event_request seen;
  seen.path = decode_http_path(path, decoded);
  route_match match;
  const bool found = table.find_http("POST", seen.path, match);
  if (found) seen.path_values = std::span(match.values).first(match.value_count);
  read_query(raw_query, query_storage, query);
  seen.method = "POST";
  seen.raw_path = path;
  seen.raw_query = raw_query;
  seen.headers = &fields;
  seen.query = &query;
  seen.body = request.body;
  seen.body_is_text = is_text_type(request.find("Content-Type"));
  seen.host = request.find("Host");
  for (const auto& [format, choice] : {std::pair(http_api_1_0, cookie_choice::left),
                                       {http_api_2_0, cookie_choice::moved},
                                       {function_url, cookie_choice::copied}}) {
    fields.clear();
    read_http_headers(request, {"192.0.2.1", 80, "http", "Root=1"}, choice, header_storage, fields, cookies);
    seen.cookies = cookies;
    http_event_template(stage, found ? "ANY /{first}/{rest+}" : "$default", format).write(out, seen);
    const auto read = json::try_parse(out);
    require(read.has_value());
    check(*read, format, request);
  }
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::build({reinterpret_cast<const char*>(data), size});
  return 0;
}
