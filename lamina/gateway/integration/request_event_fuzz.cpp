// HTTP request -> event: whatever a client sends, the event is one JSON document that says what was sent.
#include <cstdint>

#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/integration/rest_event.h"
#include "lamina/gateway/integration/trace_id.h"
#include "lamina/gateway/router/request_target.h"
#include "lamina/gateway/router/route_table.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;

void build(std::string_view input) {
  static const rest_event_template event({"000000000000", "us-east-1", "abc", "def", "dev", {}}, "/{first}/{rest+}");
  static const auto table = [] {
    route_table made;
    require(made.add("ANY", "/{first}/{rest+}", 0).has_value());
    require(made.add("GET", "/a/b", 1).has_value());
    return made;
  }();
  const lamina::testing::request_of_lines sent(input);
  const http::request& request = sent.request;

  const request_target target = split_target(request.target);
  const trace_id trace = make_trace_id(request.find("x-amzn-trace-id"), {});
  route_match match;
  table.find("POST", target.path, match);
  field_list fields, query;
  std::string header_storage, query_storage, out;
  read_headers(request, {"192.0.2.1", 80, "http", trace.event_header()}, header_storage, fields);
  read_query(target.query, query_storage, query);
  rest_request seen;
  seen.method = "POST";
  seen.path = target.path;
  seen.context_path = target.whole;
  seen.path_values = std::span(match.values).first(match.value_count);
  seen.headers = &fields;
  seen.query = &query;
  seen.body = request.body;
  event.write(out, seen);
  const auto read = json::try_parse(out);
  require(read.has_value());
  require(read->as_object().size() == 12);
  require(read->at("body").is_null() == request.body.empty());
  require(read->at("headers").as_object().size() == read->at("multiValueHeaders").as_object().size());
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::build({reinterpret_cast<const char*>(data), size});
  return 0;
}
