#pragma once

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lamina/http/client.h"
#include "lamina/http/internal/scripted_peer.h"
#include "lamina/http/server.h"

// For tests of the outgoing client.
namespace lamina::http {

using namespace std::chrono_literals;
using connection = scripted_peer::connection;

inline constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// Runs the loop until `done()` holds, ten seconds at most; looks again every 10 ms, since what it waits for may happen
// on another thread.
inline bool wait(net::event_loop& loop, const std::function<bool()>& done) {
  const auto give_up = loop.now() + 10s;
  scheduler::task_id ticking = 0;
  const std::function<void()> tick = [&] { ticking = loop.call_after(10ms, tick); };
  tick();
  loop.run_until([&] { return done() || loop.now() > give_up; });
  loop.cancel(ticking);
  return done();
}

// What became of a request: "200 body", or the name of the error.
struct outcome {
  std::string said{};
  std::string message{};
  int times = 0;
};

struct client_fixture {
  explicit client_fixture(client_options options = {}) : subject(std::make_unique<client>(loop, std::move(options))) {}

  std::shared_ptr<outcome> start(client_request request) {
    auto made = std::make_shared<outcome>();
    subject->send(std::move(request), [made](const result<response_view>& came) {
      ++made->times;
      made->said = came ? std::to_string(came->status) + " " + std::string(came->body) : came.error().name;
      if (!came) made->message = came.error().message;
    });
    return made;
  }
  void finish(const outcome& one) {
    EXPECT_TRUE(wait(loop, [&] { return one.times != 0; }));
  }
  outcome call(client_request request) {
    const auto made = start(std::move(request));
    EXPECT_EQ(made->times, 0) << "answered inside send()";
    finish(*made);
    return *made;
  }
  std::string get(std::string url) { return call({.url = std::move(url)}).said; }

  net::event_loop loop;
  std::unique_ptr<client> subject;
};

inline std::shared_ptr<const std::string> text(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

// Answers every request with what `answer` makes of it, on the fixture's loop.
struct echo_server {
  explicit echo_server(net::event_loop& loop, std::function<response(const request&)> answer = {})
      : listening(loop, {}, [this, answer](const request& message, exchange open) {
          targets.emplace_back(message.target);
          if (answer) return open.answer(answer(message));
          response said;
          said.body =
              std::string(message.method) + " " + std::string(message.find("x-test")) + " " + std::string(message.body);
          open.answer(said);
        }) {
    listening.listen().value();
  }
  std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(listening.port()) + std::string(path);
  }

  std::vector<std::string> targets;
  server listening;
};

}  // namespace lamina::http
