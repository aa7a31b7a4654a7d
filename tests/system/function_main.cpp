// The functions that the tests of the whole system serve.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "lamina/lamina.h"

namespace {

lamina::http_response hello(const lamina::http_event& event) {
  return {.body = "hello " + std::string(event.query("name", "world"))};
}

// Waits before it answers, so that a test can end the gateway in between.
lamina::http_response slow(const lamina::http_event&) {
  ::usleep(300'000);
  return {.body = "done"};
}

lamina::http_response fails(const lamina::http_event&) { throw std::runtime_error("a secret detail"); }

lamina::http_response dies(const lamina::http_event&) { std::_Exit(3); }

// Says where the management API is, and to the log who has gone.
lamina::json::value sockets(const lamina::json::value& event) {
  const lamina::json::value& context = event.at("requestContext");
  if (context.at("eventType") == "DISCONNECT")
    std::printf("gone with %d\n", static_cast<int>(context.at("disconnectStatusCode").as_int64()));
  if (context.at("eventType") != "MESSAGE") return {{"statusCode", 200}};
  const char* address = std::getenv("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
  const lamina::json::value said = {{"address", address == nullptr ? "" : address},
                                    {"connectionId", context.at("connectionId")},
                                    {"body", event.at("body")}};
  return {{"statusCode", 200}, {"body", lamina::json::serialize(said)}};
}

// Its answer is sent by ws_response, through the management API.
lamina::json::value replies(const lamina::json::value& event) { return {{"reply", event.at("body")}}; }

// A line in the file that NOTES names. One write, so that lines of several processes do not mix.
void append_note(std::string line) {
  const int file = ::open(std::getenv("NOTES"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  line += '\n';
  if (::write(file, line.data(), line.size()) < 0) std::abort();
  ::close(file);
}

// The event as a line. {"fail":true} fails after that; {"wait":n} takes n milliseconds before.
lamina::json::value noted_event(const lamina::json::value& event) {
  if (const auto* wait = lamina::json::find(event, "wait"))
    ::usleep(static_cast<useconds_t>(wait->to_number<int>() * 1000));
  append_note(lamina::json::serialize(event));
  if (lamina::json::find(event, "fail")) throw std::runtime_error("as asked");
  return {{"noted", event}};
}

// What a function is told about where its siblings are.
lamina::json::value lambda_address(const lamina::json::value&) {
  std::puts("asked for the address");
  std::fflush(stdout);
  const char* address = std::getenv("AWS_ENDPOINT_URL_LAMBDA");
  return {{"address", address == nullptr ? "" : address}};
}

// "<route> <connection> <code>"
void note(const lamina::json::value& context) {
  std::string line(lamina::json::find_string(context, "routeKey"));
  line.append(" ").append(lamina::json::find_string(context, "connectionId"));
  if (const auto* code = lamina::json::find(context, "disconnectStatusCode"))
    line.append(" ").append(lamina::json::serialize(*code));
  append_note(std::move(line));
}

// All routes of a WebSocket API. A message comes back; "die" ends the process.
lamina::json::value noted_sockets(const lamina::json::value& event) {
  note(event.at("requestContext"));
  std::string body(lamina::json::find_string(event, "body"));
  if (body == "die") std::_Exit(3);
  return {{"statusCode", 200}, {"body", body}};
}

}  // namespace

int main() {
  return lamina::run({{"hello", hello},
                      {"slow", slow},
                      {"fails", fails},
                      {"dies", dies},
                      {"sockets", sockets},
                      {"replies", lamina::engine(replies).use(lamina::ws_response())},
                      {"noted_sockets", noted_sockets},
                      {"noted_event", noted_event},
                      {"lambda_address", lambda_address}});
}
