#include "lamina/gateway/integration/http_event.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/integration/http_headers.h"
#include "lamina/gateway/integration/http_response.h"
#include "lamina/gateway/integration/query_string.h"

namespace lamina::gateway {
namespace {

const std::vector<http::header> browser_headers = {
    {"Host", "api.example.com"},
    {"Connection", "keep-alive"},
    {"Content-Length", "60"},
    {"sec-ch-ua", "\"Chromium\";v=\"120\", \"Not A(Brand\";v=\"99\""},
    {"Accept", "application/json, text/plain, */*"},
    {"Content-Type", "application/json"},
    {"Authorization", "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"},
    {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0"},
    {"Origin", "https://app.example.com"},
    {"Cookie", "session=abc123; theme=dark"},
    {"Accept-Encoding", "gzip, deflate, br"},
    {"Accept-Language", "en-GB,en;q=0.9"}};

// From a request that has been parsed to the event's text.
void build_http_event(benchmark::State& state, http_event_format format, cookie_choice choice) {
  const http_event_template event({"000000000000", "us-east-1", "a1b2c3d4e5", "f6g7h8", "$default"}, "PUT /users/{id}",
                                  format);
  http::request request;
  request.headers = browser_headers;
  request.body = R"({"name":"Ada","email":"ada@example.com","roles":["a","b"]})";
  const std::vector<std::string_view> values = {"42"};
  field_list headers, query;
  std::vector<std::string_view> cookies;
  std::string header_storage, query_storage, out;
  for (auto _ : state) {
    headers.clear();
    query.clear();
    read_http_headers(request, {"192.0.2.1", 443, "https", "Root=1-66ad5d43-8954dae64eda91bc9a23a7e8"}, choice,
                      header_storage, headers, cookies);
    read_query("page=2&filter=a%20b", query_storage, query);
    http_event_request seen;
    seen.method = "PUT";
    seen.path = seen.raw_path = "/users/42";
    seen.raw_query = "page=2&filter=a%20b";
    seen.path_values = values;
    seen.headers = &headers;
    seen.query = &query;
    seen.cookies = cookies;
    seen.body = request.body;
    seen.body_is_text = is_text_type("application/json");
    seen.host = "api.example.com";
    seen.source_ip = "192.0.2.1";
    seen.user_agent = browser_headers[7].value;
    seen.request_id = "abcdefghijklmno=";
    seen.time = "02/Aug/2024:23:34:43 +0000";
    seen.time_epoch = 1722641683123;
    event.write(out, seen);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * out.size()));
}
BENCHMARK_CAPTURE(build_http_event, format_2_0, http_event_format::http_api_2_0, cookie_choice::moved);
BENCHMARK_CAPTURE(build_http_event, format_1_0, http_event_format::http_api_1_0, cookie_choice::left);

void read_result(benchmark::State& state, std::string_view payload) {
  std::string storage;
  for (auto _ : state) {
    const auto response = read_http_response(payload, http_response_format::http_api_2_0, storage);
    benchmark::DoNotOptimize(response->body.data());
  }
}
BENCHMARK_CAPTURE(read_result, explicit_response,
                  R"({"statusCode":200,"headers":{"content-type":"application/json"},"body":"{\"hello\":\"world\"}"})");
BENCHMARK_CAPTURE(read_result, inferred, R"({"hello":"world","items":[1,2,3],"more":{"a":"b"}})");

}  // namespace
}  // namespace lamina::gateway
