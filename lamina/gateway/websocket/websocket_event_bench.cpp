#include "lamina/gateway/websocket/websocket_event.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/websocket/connection_id.h"

namespace lamina::gateway {
namespace {

// What every message costs before its function is invoked: its ids and its event. Range: bytes of the message.
void write_message(benchmark::State& state) {
  const websocket_event_template event({"000000000000", "us-east-1", "a1b2c3d4e5", "f6g7h8", "prod"}, "sendmessage");
  const websocket_connection connection{.id = make_connection_id(1),
                                        .host = "api.example.com",
                                        .source_ip = "192.0.2.1",
                                        .user_agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
                                        .connected_at = 1652722217711,
                                        .authorizer = R"("principalId":"me","integrationLatency":7)"};
  std::string message = R"({"action":"sendmessage","text":")";
  message.resize(static_cast<std::size_t>(state.range(0)) - 2, 'x');
  message += "\"}";
  for (auto _ : state) {
    std::string out;  // the invocation takes it along
    const std::string request_id = make_websocket_request_id(), message_id = make_websocket_request_id();
    event.write_message(out, connection, {request_id, "16/May/2022:17:30:27 +0000", 1652722227357}, message_id, message,
                        false);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(write_message)->Arg(64)->Arg(4096)->Arg(128 * 1024);

void make_id(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(make_connection_id(1));
}
BENCHMARK(make_id);

}  // namespace
}  // namespace lamina::gateway
