#include "lamina/gateway/websocket/websocket_service.h"

#include <benchmark/benchmark.h>

#include <functional>

#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/testing/raw_http_client.h"

// CPU of the whole process, so of the client as well, per message; 32 at a time over one connection.
namespace lamina::gateway {
namespace {

using internal::scripted;
using lamina::testing::raw_http_client;

constexpr int in_flight = 32;

config::service chat() {
  config::service service;
  service.name = "bench";
  for (const char* key : {"$connect", "echo"}) {
    config::websocket_route route;
    route.route = key;
    route.function = "app";
    if (route.route == "echo") route.route_response = "$default";
    service.websockets.push_back(std::move(route));
  }
  return service;
}

// A text frame as clients send it, with a mask of zeros; up to 125 bytes.
std::string frame(std::string_view text) {
  std::string bytes = {'\x81', static_cast<char>(0x80 | text.size()), 0, 0, 0, 0};
  return bytes.append(text);
}

struct running {
  explicit running(std::string answer, std::function<void(const std::string& event)> see = {})
      : app(std::make_shared<scripted>([=](const function_pool::invocation& work) -> function_pool::invocation_result {
          if (see) see(work.event);
          return {function_pool::outcome::success, answer};
        })) {
    options.access_log = false;
    open = *gateway::make(chat(), {{"app", app}}, options, log, threads);
    if (!open->start()) throw std::runtime_error("cannot start");
    client = std::make_unique<raw_http_client>(open->port());
    client->send(
        "GET /dev HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    if (client->read_response().status != 101) throw std::runtime_error("not connected");
  }

  std::shared_ptr<scripted> app;
  gateway_options options;
  logger log{log_level::off, [](std::string_view) {}};
  net::loop_threads threads{1};
  std::unique_ptr<gateway> open;
  std::unique_ptr<raw_http_client> client;
};

void management_post(benchmark::State& state) {
  std::string id;
  running served(R"({"statusCode":200})", [&id](const std::string& event) {
    const std::size_t at = event.find("\"connectionId\":\"") + 16;
    if (id.empty()) id = event.substr(at, 16);
  });
  raw_http_client caller(served.open->port());
  const std::string body(100, 'x');
  std::string batch;
  for (int i = 0; i < in_flight; ++i)
    batch += "POST /dev/@connections/" + id + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n" + body;
  for (auto _ : state) {
    caller.send(batch);
    for (int i = 0; i < in_flight; ++i)
      if (caller.read_response().status != 200) return state.SkipWithError("not 200");
    served.client->read_bytes(in_flight * (2 + body.size()));
  }
  state.SetItemsProcessed(state.iterations() * in_flight);
}
BENCHMARK(management_post)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);

void message_and_answer(benchmark::State& state) {
  const std::string body(100, 'x');
  running served(R"({"statusCode":200,"body":")" + body + R"("})");
  std::string batch;
  for (int i = 0; i < in_flight; ++i) batch += frame(R"({"action":"echo","data":")" + std::string(64, 'y') + R"("})");
  for (auto _ : state) {
    served.client->send(batch);
    served.client->read_bytes(in_flight * (2 + body.size()));
  }
  state.SetItemsProcessed(state.iterations() * in_flight);
}
BENCHMARK(message_and_answer)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace lamina::gateway
