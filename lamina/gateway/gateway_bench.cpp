#include "lamina/gateway/gateway.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/internal/scripted.h"
#include "lamina/gateway/listener/access_format.h"
#include "lamina/gateway/metrics/gateway_metrics.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

constexpr int in_flight = 32;

// CPU of the whole process, so of the client as well, per request; 32 pipelined requests at a time over one connection.
using setting = void (*)(gateway_options&);

void serve(benchmark::State& state, config::api_kind api, const std::string& path, setting set) {
  using internal::scripted;
  config::service service;
  service.name = "bench";
  service.routes = {internal::rest_route_of("GET", "/open", "hello"),
                    internal::rest_route_of("GET", "/guarded", "hello")};
  for (config::route& route : service.routes) route.api = api;
  if (api == config::api_kind::rest) {
    service.routes[1].authorizer.emplace();
    service.routes[1].authorizer->function = "guard";
  }
  const function_map functions = {
      {"hello", std::make_shared<scripted>(R"({"statusCode":200,"body":"{\"hello\":\"world\"}"})")},
      {"guard",
       std::make_shared<scripted>(
           R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}})")}};
  gateway_options options;
  options.access_log = false;
  set(options);
  logger log(log_level::off, [](std::string_view) {});
  net::loop_threads threads(1);
  const auto open = *gateway::make(service, functions, options, log, threads);
  if (!open->start()) return state.SkipWithError("cannot start");
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n\r\n";
  std::string batch;
  for (int i = 0; i < in_flight; ++i) batch += request;
  lamina::testing::raw_http_client client(open->port());
  for (auto _ : state) {
    client.send(batch);
    for (int i = 0; i < in_flight; ++i)
      if (client.read_response().status != 200) return state.SkipWithError("not 200");
  }
  state.SetItemsProcessed(state.iterations() * in_flight);
}

void nothing(gateway_options&) {}
void log_json(gateway_options& options) { options.access_log = true; }
void log_format(gateway_options& options) {
  options.access_log = true;
  options.access_log_format = common_log_format;
}
void count(gateway_options& options) { options.metrics = std::make_shared<gateway_metrics>(); }

void open_route(benchmark::State& state, setting set) { serve(state, config::api_kind::rest, "/dev/open", set); }
void guarded_route(benchmark::State& state, setting set) { serve(state, config::api_kind::rest, "/dev/guarded", set); }
void http_api_route(benchmark::State& state, setting set) { serve(state, config::api_kind::http, "/open", set); }
BENCHMARK_CAPTURE(open_route, plain, nothing)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(open_route, metrics, count)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(open_route, json_log, log_json)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(open_route, format_log, log_format)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(http_api_route, plain, nothing)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(guarded_route, plain, nothing)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace lamina::gateway
