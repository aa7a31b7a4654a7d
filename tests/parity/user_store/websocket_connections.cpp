#include "tests/parity/user_store/websocket_connections.h"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "lamina/base/hex.h"

namespace parity_user_store {
namespace {

using namespace lamina;
using std::chrono::milliseconds;
using testing::websocket_event;

constexpr std::chrono::seconds time_limit{20};  // of the handshake and the closing handshake

json::value closed(const websocket_event& event) {
  const bool has_frame = event.what == websocket_event::kind::close;
  return {{"code", has_frame ? event.code : 1006}, {"reason", has_frame ? event.payload : ""}};
}

json::value frame(const websocket_event& event) {
  if (event.what == websocket_event::kind::text) {
    auto document = json::try_parse(event.payload);
    return document ? json::value{{"json", *std::move(document)}} : json::value{{"text", event.payload}};
  }
  return {{"binary", hex_encode(event.payload)}};
}

template <class Action>
json::value attempt(Action&& action) {
  try {
    return action();
  } catch (const std::exception& failure) {
    return {{"error", failure.what()}};
  }
}

}  // namespace

websocket_connections::client& websocket_connections::find(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  const auto found = open_.find(name);
  if (found == open_.end()) throw std::runtime_error("there is no connection " + name);
  return *found->second;
}

json::value websocket_connections::connect(const std::string& name, const client::headers& headers) {
  return attempt([&]() -> json::value {
    auto made = std::make_unique<client>(to_.host, to_.port, time_limit);
    const bool is_default_port = to_.port == 80;
    const auto answer =
        made->connect(to_.target, headers, is_default_port ? to_.host : to_.host + ":" + std::to_string(to_.port));
    if (answer.status != 101) return {{"open", false}, {"status", answer.status}, {"body", answer.body}};
    const std::scoped_lock lock(mutex_);
    open_[name] = std::move(made);
    return {{"open", true}};
  });
}

json::value websocket_connections::send_text(const std::string& name, std::string_view text) {
  return attempt([&]() -> json::value {
    find(name).send_text(text);
    return json::object();
  });
}

json::value websocket_connections::send_binary(const std::string& name, std::string_view bytes) {
  return attempt([&]() -> json::value {
    find(name).send_binary(bytes);
    return json::object();
  });
}

json::value websocket_connections::expect(const std::string& name, std::size_t count, milliseconds within) {
  return attempt([&]() -> json::value {
    client& from = find(name);
    json::array frames;
    const auto until = std::chrono::steady_clock::now() + within;
    for (;;) {
      const bool waits = count == 0 || frames.size() < count;
      const auto left = std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
      const auto event = from.next(waits ? std::max(left, milliseconds(0)) : milliseconds(0));
      if (!event) return {{"frames", std::move(frames)}};
      using kind = websocket_event::kind;
      if (event->what == kind::close || event->what == kind::end)
        return {{"frames", std::move(frames)}, {"closed", closed(*event)}};
      if (event->what == kind::text || event->what == kind::binary) frames.push_back(frame(*event));
    }
  });
}

json::value websocket_connections::close(const std::string& name, std::uint16_t code) {
  return attempt([&]() -> json::value { return {{"closed", closed(find(name).close(code))}}; });
}

json::value websocket_connections::abort(const std::string& name) {
  return attempt([&]() -> json::value {
    find(name).abort();
    return json::object();
  });
}

}  // namespace parity_user_store
