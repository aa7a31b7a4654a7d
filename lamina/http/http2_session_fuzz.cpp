// Bytes of one connection of HTTP/2, behind a good beginning unless the first byte says otherwise, in pieces of the
// size that it says. Whatever they are: no crash, no request that breaks what HTTP promises, and no more work than the
// limits let be done. Requests are answered at once, later or never, as their path says.
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "lamina/http/internal/http2_session.h"
#include "lamina/testing/fuzz_input.h"

namespace {

using namespace lamina;
using namespace lamina::http;

using lamina::testing::require;

class surroundings final : public http2_surroundings {
 public:
  surroundings() {
    options.max_header_bytes = 4096;
    options.max_body_bytes = 4096;
    session.emplace(*this, options, limits);
  }

  void handle(request& message, exchange open) override {
    require(!message.method.empty() && !message.target.empty() && message.body.size() <= options.max_body_bytes);
    require(message.headers.size() > 0 && message.headers[0].name == "host" && !message.headers[0].value.empty());
    for (const header& one : message.headers) {
      require(is_token(one.name) && one.value.find_first_of(std::string_view("\r\n\0", 3)) == one.value.npos);
      for (const char c : one.name) require(c < 'A' || c > 'Z');
    }
    open.on_disconnect([] {});
    if (message.target.size() % 3 == 0) return held.push_back(std::move(open));
    if (message.target.size() % 3 == 1) return;
    open.answer_raw("HTTP/1.1 200 OK\r\nX: y\r\n\r\n" + std::string(message.body), true);
  }
  response reject(int status) override {
    require(status >= 400 && status <= 431);
    return {.status = status, .body = "no"};
  }
  bool keep_unsent(std::size_t bytes) override {
    if (bytes > 5000 - std::min<std::size_t>(unsent, 5000)) return false;
    unsent += bytes;
    return true;
  }
  void forget_unsent(std::size_t bytes) override {
    require(bytes <= unsent);
    unsent -= bytes;
  }
  void post(move_only_function<void()> call) override { posted.push_back(std::move(call)); }
  steady_time now() const override { return time; }
  steady_time deadline_after(std::chrono::milliseconds wait) const override { return time + wait; }
  void wants_to_send() override {}
  std::shared_ptr<void> keep() override { return nullptr; }

  server_options options;
  http2_options limits{.max_concurrent_streams = 8, .max_buffered_bytes = 10'000};
  steady_time time{};
  std::size_t unsent = 0;
  std::deque<exchange> held;
  std::deque<move_only_function<void()>> posted;
  std::optional<http2_session> session;
};

void turn(surroundings& around) {
  std::string out;
  around.session->produce(out, 1'000'000);
  while (!around.posted.empty()) {
    auto call = std::move(around.posted.front());
    around.posted.pop_front();
    call();
  }
  require(around.held.size() <= 2 * around.limits.max_concurrent_streams);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::uint8_t how = data[0];
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if ((how & 1) == 0) bytes.insert(0, std::string(NGHTTP2_CLIENT_MAGIC) + std::string("\0\0\0\4\0\0\0\0\0", 9));
  const std::size_t piece = (how & 2) == 0 ? 1'000'000 : 1 + how / 8;
  surroundings around;
  turn(around);
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    if (!around.session->receive(std::string_view(bytes).substr(at, piece))) break;
    turn(around);
    if (around.session->is_over()) break;
    around.time += std::chrono::milliseconds(how);
    around.session->check_time(around.time);
    if (around.held.size() > 4) {
      around.held.front().answer({.body = "late"});
      around.held.pop_front();
    }
  }
  if ((how & 4) != 0) around.session->drain();
  turn(around);
  around.session->end();
  turn(around);
  around.held.clear();
  return 0;
}
