#include <benchmark/benchmark.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "lamina/websocket/internal/client_frame.h"
#include "lamina/websocket/session.h"

namespace lamina::websocket {
namespace {

struct echo final : session_owner {
  void on_message(session& from, std::string_view payload, bool) override {
    from.send(std::make_shared<const std::string>(payload));
  }
  void on_close(session&, const closure&) override {}
};

// A session and its client's socket.
struct connected {
  connected(session_set& set, session_owner& owner) {
    std::array<int, 2> both{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, both.data()) != 0) return;
    client = both[1];
    ours = set.open({.descriptor = both[0], .unread = {}}, "", owner);
  }
  connected(connected&& other) noexcept : client(std::exchange(other.client, -1)), ours(std::move(other.ours)) {}
  ~connected() {
    if (client >= 0) ::close(client);
  }
  int client = -1;
  std::unique_ptr<session> ours;
};

// Messages of 76 bytes, sent back; that many at a time. The client's system calls are in it: two for each burst.
void echo_messages(benchmark::State& state) {
  net::event_loop loop;
  session_set set(loop, {});
  echo owner;
  const connected one(set, owner);
  std::string burst;
  for (int i = 0; i < state.range(0); ++i) burst += client_frame{.payload = std::string(76, 'x')}.bytes();
  const std::size_t expected = static_cast<std::size_t>(state.range(0)) * 78;
  std::vector<char> answer(expected);
  for (auto _ : state) {
    if (::write(one.client, burst.data(), burst.size()) < 0) return state.SkipWithError("cannot write");
    for (std::size_t got = 0; got < expected;) {
      loop.run_until([&] {
        const ssize_t count = ::read(one.client, answer.data(), answer.size());
        if (count > 0) got += static_cast<std::size_t>(count);
        return count > 0;
      });
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(echo_messages)->Arg(1)->Arg(64);

void broadcast(benchmark::State& state) {
  net::event_loop loop;
  session_set set(loop, {});
  echo owner;
  std::vector<connected> all;
  for (int i = 0; i < state.range(0); ++i) all.emplace_back(set, owner);
  const auto message = std::make_shared<const std::string>(76, 'x');
  std::array<char, 256> answer;
  for (auto _ : state) {
    for (const auto& one : all)
      if (!one.ours->send(message)) return state.SkipWithError("dropped");
    state.PauseTiming();
    for (const auto& one : all)
      if (::read(one.client, answer.data(), answer.size()) != 78) return state.SkipWithError("not sent");
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(broadcast)->Arg(1000);

// Heap of the process per idle session (the kernel's part of a connection is several times that).
void idle_sessions(benchmark::State& state) {
  constexpr std::size_t count = 9000;
  const rlimit files{.rlim_cur = 20'000, .rlim_max = 20'000};
  ::setrlimit(RLIMIT_NOFILE, &files);
  net::event_loop loop;
  session_set set(loop, {});
  echo owner;
  for (auto _ : state) {
    std::vector<connected> all;
    all.reserve(count);
    const std::size_t before = mallinfo2().uordblks;
    for (std::size_t i = 0; i < count; ++i) all.emplace_back(set, owner);
    if (!all.back().ours) return state.SkipWithError("too few descriptors");
    state.counters["bytes_per_session"] = static_cast<double>(mallinfo2().uordblks - before) / count;
  }
}
BENCHMARK(idle_sessions)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lamina::websocket
