// One payload to many connections over loopback, against our own server on a thread of its own.
#include "lamina/aws/connections.h"

#include <benchmark/benchmark.h>

#include <thread>

#include "lamina/http/server.h"

namespace lamina::aws {
namespace {

class accepting_server {
 public:
  accepting_server()
      : server_(loop_, {}, [](const http::request&, http::exchange open) {
          open.answer_raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true);
        }) {
    server_.listen().value();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~accepting_server() {
    loop_.stop();
    thread_.join();
  }
  accepting_server(const accepting_server&) = delete;
  accepting_server& operator=(const accepting_server&) = delete;

  std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/dev"; }

 private:
  net::event_loop loop_;
  http::server server_;
  std::thread thread_;
};

void post_to_all(benchmark::State& state, const std::optional<credentials>& keys) {
  const accepting_server server;
  connections subject({.keys = keys});
  std::vector<connection_address> to;
  for (int i = 0; i < state.range(0); ++i) to.push_back({server.endpoint(), "R0oXAdfD0kwCH" + std::to_string(i) + "="});
  const std::string data(200, 'x');
  for (auto _ : state)
    for (const delivery& one : subject.post_to_all(to, data))
      if (!one.was_sent()) state.SkipWithError(one.reason.c_str());
}
BENCHMARK_CAPTURE(post_to_all, unsigned, std::nullopt)->Arg(1)->Arg(100)->Arg(10'000)->UseRealTime();
BENCHMARK_CAPTURE(post_to_all, signed, credentials{"AKIDEXAMPLE", "secret", "token"})->Arg(10'000)->UseRealTime();

}  // namespace
}  // namespace lamina::aws
