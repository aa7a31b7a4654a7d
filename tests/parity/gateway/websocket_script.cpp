#include "tests/parity/gateway/websocket_script.h"

#include <algorithm>
#include <stdexcept>

#include "lamina/base/base64.h"
#include "lamina/base/percent_encoding.h"
#include "tests/parity/cases/find_path.h"
#include "tests/parity/gateway/header_expectation.h"
#include "tests/parity/gateway/matcher.h"
#include "tests/parity/gateway/response_expectation.h"

namespace parity {
namespace {

namespace json = lamina::json;
using lamina::parity::find_path;
using lamina::testing::websocket_client;
using lamina::testing::websocket_event;
using std::chrono::milliseconds;

constexpr std::size_t shown = 300;  // bytes of a message in a difference

std::string describe(const std::optional<websocket_event>& event) {
  using kind = websocket_event::kind;
  if (!event) return "nothing";
  if (event->what == kind::close) return "a close frame with code " + std::to_string(event->code);
  if (event->what == kind::end) return "the end of the connection";
  return (event->what == kind::text ? "the text " : "the binary message ") + event->payload.substr(0, shown);
}

bool is_end(const websocket_event& event) {
  return event.what == websocket_event::kind::close || event.what == websocket_event::kind::end;
}

std::string repeated(const json::value& argument) {
  return std::string(static_cast<std::size_t>(argument.at("count").as_int64()), argument.at("char").as_string().at(0));
}

// Escapes only what a path segment cannot hold (RFC 3986, pchar).
std::string escape_for_path(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += std::string_view("!$&'()*+,;=:@").find(c) != std::string_view::npos ? std::string(1, c)
                                                                               : lamina::percent_encode({&c, 1});
  return out;
}

}  // namespace

std::string websocket_script::run(const json::value& steps) {
  std::size_t number = 0;
  for (const json::value& step : steps.as_array()) {
    ++number;
    const auto& [name, argument] = *step.as_object().begin();
    const std::string where = "step " + std::to_string(number) + " (" + std::string(name) + "): ";
    const performer perform = performer_of(name);
    if (perform == nullptr) return where + "unknown step";
    try {
      const std::string difference = (this->*perform)(argument, step);
      if (!difference.empty()) return where + difference;
    } catch (const std::exception& failure) {
      return where + failure.what();
    }
  }
  return {};
}

websocket_script::performer websocket_script::performer_of(std::string_view name) {
  static const std::map<std::string_view, performer> performers = {
      {"connect", &websocket_script::connect},
      {"expectConnected", &websocket_script::expect_connected},
      {"expectUpgradeRefused", &websocket_script::expect_upgrade_refused},
      {"send", &websocket_script::send},
      {"sendBinaryBase64", &websocket_script::send_binary},
      {"sendRepeat", &websocket_script::send_repeat},
      {"sendFragmented", &websocket_script::send_fragmented},
      {"expectFrame", &websocket_script::expect_frame},
      {"expectNoFrame", &websocket_script::expect_no_frame},
      {"close", &websocket_script::close},
      {"expectClosed", &websocket_script::expect_closed},
      {"expectInvocation", &websocket_script::expect_invocation},
      {"management", &websocket_script::management},
      {"http", &websocket_script::management},
      {"expectHttp", &websocket_script::expect_http}};
  const auto found = performers.find(name);
  return found == performers.end() ? nullptr : found->second;
}

websocket_script::connection& websocket_script::on(const json::value& argument, const json::value& step) {
  const std::string_view named = json::find_string(argument, "on", json::find_string(step, "on", last_opened_));
  const auto found = connections_.find(named);
  if (found == connections_.end()) throw std::runtime_error("there is no connection " + std::string(named));
  return found->second;
}

websocket_client& websocket_script::opened(const json::value& argument, const json::value& step) {
  connection& found = on(argument, step);
  if (found.answer.status != 101)
    throw std::runtime_error("the handshake was answered with " + std::to_string(found.answer.status) + " " +
                             found.answer.body.substr(0, shown));
  if (!found.client) throw std::runtime_error("the connection has been closed");
  return *found.client;
}

std::string websocket_script::connect(const json::value& argument, const json::value&) {
  last_opened_ = json::find_string(argument, "as");
  connection made{std::make_unique<websocket_client>(served_.port()), {}, {}};
  websocket_client::headers headers;
  if (const json::value* given = json::find(argument, "headers"))
    for (const json::value& line : given->as_array())
      headers.emplace_back(line.at(0).as_string(), line.at(1).as_string());
  const std::string_view path = json::find_string(argument, "path");
  const std::string query(path.substr(std::min(path.find('?'), path.size())));
  const auto began = std::chrono::steady_clock::now();
  made.answer = made.client->connect("/" + served_.stage() + query, headers);
  made.took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - began);
  connections_.insert_or_assign(last_opened_, std::move(made));
  return {};
}

std::string websocket_script::expect_connected(const json::value& argument, const json::value& step) {
  opened(argument, step);
  const connection& found = on(argument, step);
  if (const json::value* headers = json::find(step, "headers")) {
    for (const auto& [name, wanted] : headers->as_object()) {
      auto difference = header_difference(name, wanted, found.answer.headers);
      if (!difference.empty()) return difference;
    }
  }
  const json::value* earliest = json::find(step, "notBeforeMs");
  if (earliest != nullptr && found.took.count() < earliest->as_int64())
    return "expected not before " + json::serialize(*earliest) + " ms, got it after " +
           std::to_string(found.took.count()) + " ms";
  return {};
}

std::string websocket_script::expect_upgrade_refused(const json::value& argument, const json::value& step) {
  const int status = on(argument, step).answer.status;
  if (argument.at("status").as_int64() == status) return {};
  return "expected status " + json::serialize(argument.at("status")) + ", got " + std::to_string(status);
}

std::string websocket_script::send(const json::value& argument, const json::value& step) {
  opened(argument, step).send_text(argument.as_string());
  return {};
}

std::string websocket_script::send_binary(const json::value& argument, const json::value& step) {
  std::string bytes;
  if (!lamina::base64_decode_to(bytes, argument.as_string())) throw std::runtime_error("bad base64");
  opened(argument, step).send_binary(bytes);
  return {};
}

std::string websocket_script::send_repeat(const json::value& argument, const json::value& step) {
  opened(argument, step).send_text(repeated(argument));
  return {};
}

std::string websocket_script::send_fragmented(const json::value& argument, const json::value& step) {
  opened(argument, step)
      .send_fragmented(repeated(argument), static_cast<std::size_t>(argument.at("frameSize").as_int64()));
  return {};
}

std::optional<websocket_event> websocket_script::next_event(websocket_client& client, milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
    auto event = client.next(std::max(left, milliseconds(0)));
    if (!event || (event->what != websocket_event::kind::ping && event->what != websocket_event::kind::pong))
      return event;
  }
}

std::string websocket_script::expect_frame(const json::value& argument, const json::value& step) {
  const auto event = next_event(opened(argument, step), patience_);
  if (!event || event->what != websocket_event::kind::text) return "expected a text message, got " + describe(event);
  if (const json::value* expected = json::find(argument, "json")) {
    const auto message = json::try_parse(event->payload);
    if (!message) return "the message is no JSON: " + event->payload.substr(0, shown);
    return first_difference(with_saved_values(*expected), &*message, "message");
  }
  const json::value message(event->payload);
  return first_difference(with_saved_values(argument.at("text")), &message, "message");
}

std::string websocket_script::expect_no_frame(const json::value& argument, const json::value& step) {
  const auto event = next_event(opened(argument, step), milliseconds(argument.at("withinMs").as_int64()));
  return event ? "expected nothing, got " + describe(event) : "";
}

std::string websocket_script::close(const json::value& argument, const json::value& step) {
  std::optional<std::uint16_t> code;
  if (const json::value* given = json::find(argument, "code")) code = static_cast<std::uint16_t>(given->as_int64());
  opened(argument, step).close(code);
  return {};
}

std::string websocket_script::expect_closed(const json::value& argument, const json::value& step) {
  websocket_client& client = opened(argument, step);
  const auto event = next_event(client, patience_);
  if (!event || !is_end(*event)) return "expected the connection to be closed, got " + describe(event);
  if (event->what == websocket_event::kind::close) client.send_close(1000);  // as every client answers
  on(argument, step).client.reset();
  const json::value* code = json::find(argument, "code");
  if (code != nullptr && (event->what != websocket_event::kind::close || event->code != code->as_int64()))
    return "expected code " + json::serialize(*code) + ", got " + describe(event);
  return {};
}

std::string websocket_script::expect_invocation(const json::value& argument, const json::value&) {
  const std::string route(argument.at("route").as_string());
  const std::string function = served_.function_of(route);
  if (function.empty()) throw std::runtime_error("the service has no route " + route);
  const auto found = served_.invocations().wait_for(
      consumed_,
      [&](const recorded_invocation& one) {
        if (one.function != function) return false;
        const json::value event = json::parse(one.event);
        const json::value* key = find_path(event, "requestContext.routeKey");
        return key != nullptr && *key == json::value(route);
      },
      patience_);
  if (!found) return "the function " + function + " was not invoked for " + route;
  consumed_ = *found + 1;
  const json::value event = json::parse(served_.invocations().all().at(*found).event);
  if (const json::value* expected = json::find(argument, "event")) {
    auto difference = first_difference(with_saved_values(*expected), &event, "event");
    if (!difference.empty()) return difference;
  }
  if (const json::value* save = json::find(argument, "save")) {
    for (const auto& [name, path] : save->as_object()) {
      const json::value* value = find_path(event, path.as_string());
      if (value == nullptr) return "the event has no " + std::string(path.as_string());
      saved_[std::string(name)] = *value;
    }
  }
  return {};
}

std::string websocket_script::management(const json::value& argument, const json::value&) {
  const std::string method(argument.at("method").as_string());
  json::object request{
      {"method", method}, {"path", with_saved_ids(argument.at("path").as_string())}, {"headers", json::array()}};
  for (const std::string_view key : {"headers", "body", "bodyRepeat"})
    if (const json::value* given = json::find(argument, key)) request[key] = *given;
  answered_ = ask(served_.port(), request_bytes(request, served_.prefix()), method == "HEAD");
  return {};
}

std::string websocket_script::expect_http(const json::value& argument, const json::value&) {
  return response_difference(with_saved_values(argument), answered_);
}

json::value websocket_script::with_saved_values(const json::value& expected) const {
  if (matcher_name(expected) == "$saved") {
    const auto found = saved_.find(std::string_view(expected.at("$saved").as_string()));
    if (found == saved_.end()) throw std::runtime_error("nothing was saved as " + json::serialize(expected));
    return found->second;
  }
  json::value copy = expected;
  if (copy.is_object())
    for (auto& [key, member] : copy.get_object()) member = with_saved_values(member);
  if (copy.is_array())
    for (json::value& member : copy.get_array()) member = with_saved_values(member);
  return copy;
}

std::string websocket_script::with_saved_ids(std::string_view path) const {
  constexpr std::string_view fully = "|urlencode";
  std::string out;
  for (;;) {
    const std::size_t start = path.find('{'), end = path.find('}', std::min(start, path.size()));
    if (end == std::string_view::npos) return out.append(path);
    std::string_view name = path.substr(start + 1, end - start - 1);
    const bool whole = name.ends_with(fully);
    if (whole) name.remove_suffix(fully.size());
    const auto found = saved_.find(name);
    if (found == saved_.end()) throw std::runtime_error("nothing was saved as " + std::string(name));
    const std::string_view value = found->second.as_string();
    out.append(path.substr(0, start)).append(whole ? lamina::percent_encode(value) : escape_for_path(value));
    path.remove_prefix(end + 1);
  }
}

}  // namespace parity
