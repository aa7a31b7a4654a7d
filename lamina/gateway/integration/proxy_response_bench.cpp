#include "lamina/gateway/integration/proxy_response.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/integration/response_writer.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

std::string payload_with(std::string body) {
  return json::serialize(
      json::object{{"statusCode", 200},
                   {"headers", json::object{{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}},
                   {"body", std::move(body)}});
}

void map(benchmark::State& state, const std::string& payload) {
  const response_frame frame = {
      .date = "Fri, 02 Aug 2024 23:34:43 GMT",
      .request_id = "3f0c8a52-9d1e-4b7a-8c66-0a4b5d2e7f91",
      .extended_request_id = "abcdefghijklmno=",
      .trace_id = "Root=1-66ad5d43-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=0"};
  std::string storage, out;
  for (auto _ : state) {
    const auto response = read_proxy_response(payload, storage);
    write_response(out, *response, response->body, frame);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * payload.size()));
}

void map_hello(benchmark::State& state) { map(state, payload_with("{\"hello\":\"world\"}")); }
void map_json_of_2_kb(benchmark::State& state) {
  json::array rows;
  for (int i = 0; i < 40; ++i) rows.push_back(json::object{{"id", i}, {"name", "somebody"}, {"tag", "x\"y"}});
  map(state, payload_with(json::serialize(rows)));
}
void map_text_of_1_mb(benchmark::State& state) { map(state, payload_with(std::string(1 << 20, 'x'))); }
BENCHMARK(map_hello);
BENCHMARK(map_json_of_2_kb);
BENCHMARK(map_text_of_1_mb);

}  // namespace
}  // namespace lamina::gateway
