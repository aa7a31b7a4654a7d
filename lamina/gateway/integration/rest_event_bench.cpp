#include "lamina/gateway/integration/rest_event.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"

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
    {"Referer", "https://app.example.com/"},
    {"Accept-Encoding", "gzip, deflate, br"},
    {"Accept-Language", "en-GB,en;q=0.9"}};

// From a request that has been parsed to the event's text, about 2.7 KB.
void build_event(benchmark::State& state) {
  const rest_event_template event({"000000000000", "us-east-1", "a1b2c3d4e5", "f6g7h8", "prod"}, "/users/{id}");
  http::request request;
  request.headers = browser_headers;
  request.body = R"({"name":"Ada","email":"ada@example.com","roles":["a","b"]})";
  const std::vector<std::string_view> values = {"42"};
  const std::string_view agent = browser_headers[7].value;
  field_list headers, query;
  std::string header_storage, query_storage, out;
  for (auto _ : state) {
    headers.clear();
    query.clear();
    read_headers(request, {"192.0.2.1", 443, "https", "Root=1-66ad5d43-8954dae64eda91bc9a23a7e8"}, header_storage,
                 headers);
    read_query("page=2&filter=a%20b", query_storage, query);
    rest_request seen;
    seen.method = "PUT";
    seen.path = "/users/42";
    seen.context_path = "/prod/users/42";
    seen.path_values = values;
    seen.headers = &headers;
    seen.query = &query;
    seen.body = request.body;
    seen.host = "api.example.com";
    seen.source_ip = "192.0.2.1";
    seen.user_agent = &agent;
    seen.request_id = "3f0c8a52-9d1e-4b7a-8c66-0a4b5d2e7f91";
    seen.extended_request_id = "abcdefghijklmno=";
    seen.time = "02/Aug/2024:23:34:43 +0000";
    seen.time_epoch = 1722641683123;
    event.write(out, seen);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * out.size()));
}
BENCHMARK(build_event);

}  // namespace
}  // namespace lamina::gateway
