#include "lamina/runtime_api/instance_server.h"

#include <charconv>
#include <string>
#include <utility>

#include "lamina/http/server.h"
#include "lamina/runtime_api/protocol.h"

namespace lamina::runtime_api {
namespace {

// A body somewhat too large is read to its end, so that the connection survives the refusal.
constexpr std::size_t max_body_read = 2 * max_response_bytes;
// A handler may take 15 minutes, and its connection rests meanwhile; a streamed response takes as long.
constexpr std::chrono::hours connection_rest{24};
constexpr std::chrono::minutes longest_body{16};

enum class phase { started, ready, running, answered, failed };

// As the Runtime Interface Emulator calls them.
std::string_view name_of(phase now) {
  switch (now) {
    case phase::started: return "Started";
    case phase::ready: return "Ready";
    case phase::running: return "Running";
    case phase::answered: return "InvocationResponse";
    case phase::failed: return "InitError";
  }
  return "";
}

void add_header(std::string& to, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  to.append(name).append(": ");
  // White space between the tokens of a JSON text is all that may be lost here.
  for (const char c : value) to += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  to.append("\r\n");
}

void add_number(std::string& to, std::string_view name, std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  to.append(name).append(": ").append(digits, end).append("\r\n");
}

std::string written(const delivery& what, bool keeps_alive) {
  const auto deadline = std::chrono::duration_cast<std::chrono::milliseconds>(what.deadline.time_since_epoch());
  std::string bytes;
  bytes.reserve(512 + what.function_arn.size() + what.trace_id.size() + what.client_context.size() + what.event.size());
  bytes += "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  if (!keeps_alive) bytes += "Connection: close\r\n";
  add_header(bytes, request_id_header, what.request_id);
  add_number(bytes, deadline_header, deadline.count());
  add_header(bytes, function_arn_header, what.function_arn);
  add_header(bytes, trace_id_header, what.trace_id);
  add_header(bytes, client_context_header, what.client_context);
  add_number(bytes, "Content-Length", static_cast<std::int64_t>(what.event.size()));
  bytes += "\r\n";
  bytes += what.event;
  return bytes;
}

void answer(http::exchange& to, int status, std::string body) {
  to.answer({.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)});
}

// A runtime that has asked for the next invocation in the same write sleeps until there is one.
void accept(http::exchange& from) {
  if (from.keeps_alive())
    from.answer_raw(
        "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}",
        true, true);
  else
    answer(from, 202, R"({"status":"OK"})");
}

std::string too_large_text() {
  return error_document("RequestEntityTooLarge",
                        "Exceeded maximum allowed payload size (" + std::to_string(max_response_bytes) + " bytes).");
}

}  // namespace

struct instance_server::state : std::enable_shared_from_this<state> {
  state(net::event_loop& loop, instance_listener& events)
      : listener(events),
        server(
            loop,
            {.max_body_bytes = max_body_read,
             .body_timeout = longest_body,
             .idle_timeout = connection_rest,
             .max_connections = 64},
            [this](const http::request& request, http::exchange from) { handle(request, std::move(from)); },
            [this](int status, std::string_view) { return refused_unread(status); }) {}

  void handle(const http::request& request, http::exchange from) {
    const call asked = parse_call(request.method, request.target);
    switch (asked.kind) {
      case call_kind::next: return take_poll(std::move(from));
      case call_kind::response: return take_result(request, asked, report_kind::response, std::move(from));
      case call_kind::error: return take_result(request, asked, report_kind::error, std::move(from));
      case call_kind::init_error: return take_init_error(request, std::move(from));
      case call_kind::unknown:
        answer(from, 404,
               error_document("NotFound", "No such call of the Runtime API: " + std::string(request.method) + " " +
                                              std::string(request.target.substr(0, 200))));
    }
  }

  void take_poll(http::exchange from) {
    if (now == phase::running || now == phase::failed) return refuse(from, phase::ready);
    const bool was_open = now == phase::ready;
    poll = std::move(from);
    now = phase::ready;
    const unsigned number = ++polls;
    poll.on_disconnect([weak = weak_from_this(), number] {
      const auto self = weak.lock();
      if (self && self->now == phase::ready && self->polls == number) self->lose_poll();
    });
    if (!was_open) listener.on_poll();
  }

  void lose_poll() {
    poll = {};
    now = phase::answered;
    listener.on_poll_lost();
  }

  void take_result(const http::request& request, const call& asked, report_kind kind, http::exchange from) {
    if (now != phase::running) return refuse(from, phase::answered);
    if (asked.request_id != request_id)
      return answer(from, 400, error_document("InvalidRequestID", "Invalid request ID"));
    now = phase::answered;
    if (request.body.size() > max_response_bytes) {
      listener.on_report({.kind = report_kind::too_large});
      return answer(from, 413, too_large_text());
    }
    listener.on_report({.kind = kind,
                        .body = request.body,
                        .error_type = request.find(error_type_header),
                        .content_type = request.find("Content-Type"),
                        .is_streamed = http::equal_ignoring_case(request.find(response_mode_header), "streaming")});
    accept(from);
  }

  void take_init_error(const http::request& request, http::exchange from) {
    if (now != phase::started) return refuse(from, phase::failed);
    now = phase::failed;
    listener.on_report(
        {.kind = report_kind::init_error, .body = request.body, .error_type = request.find(error_type_header)});
    accept(from);
  }

  void refuse(http::exchange& from, phase wanted) const {
    answer(from, 403,
           error_document("InvalidStateTransition", "State transition from " + std::string(name_of(now)) + " to " +
                                                        std::string(name_of(wanted)) +
                                                        " failed for runtime. Error: State transition is not allowed"));
  }

  // A request that the HTTP server did not read to its end.
  http::response refused_unread(int status) {
    if (status == 413 && now == phase::running) {
      now = phase::answered;
      listener.on_report({.kind = report_kind::too_large});
    }
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}},
            .body = status == 413 ? too_large_text()
                                  : error_document("InvalidRequest", std::string(reason_phrase(status)))};
  }

  instance_listener& listener;
  phase now = phase::started;
  std::string request_id;  // of the running request
  http::exchange poll;     // while ready
  unsigned polls = 0;
  http::server server;
};

instance_server::instance_server(net::event_loop& loop, instance_listener& listener)
    : state_(std::make_shared<state>(loop, listener)) {}

instance_server::~instance_server() = default;

result<void> instance_server::listen() { return state_->server.listen(); }

std::uint16_t instance_server::port() const noexcept { return state_->server.port(); }

bool instance_server::is_polled() const noexcept { return state_->now == phase::ready; }

void instance_server::deliver(const delivery& what) {
  state_->now = phase::running;
  state_->request_id = what.request_id;
  http::exchange to = std::move(state_->poll);
  const bool keeps_alive = to.keeps_alive();
  to.answer_raw(written(what, keeps_alive), keeps_alive);
}

void instance_server::flush() { state_->server.flush(); }

void instance_server::drain(move_only_function<void()> drained) { state_->server.drain(std::move(drained)); }

}  // namespace lamina::runtime_api
