// The WebSocket service that the peers talk to.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "lamina/base/environment.h"
#include "lamina/lamina.h"

namespace {

using namespace lamina;

const json::value& context_of(const json::value& event) { return event.at("requestContext"); }

std::string_view query(const json::value& event, std::string_view name) {
  const json::value* parameters = json::find(event, "queryStringParameters");
  return parameters ? json::find_string(*parameters, name) : std::string_view();
}

// ?answer=401 refuses with that status, ?answer=fails by failing; the first subprotocol that is offered is taken.
json::value connect(const json::value& event) {
  const std::string_view answer = query(event, "answer");
  if (answer == "fails") throw std::runtime_error("as asked");
  json::value response{{"statusCode", answer.empty() ? 200 : std::stoi(std::string(answer))}};
  const std::string_view offered = json::find_string(event.at("headers"), "Sec-WebSocket-Protocol");
  if (!offered.empty() && query(event, "protocol") != "none")
    response.as_object()["headers"] = {{"Sec-WebSocket-Protocol", offered.substr(0, offered.find(','))}};
  return response;
}

// To the file that the variable names.
void append_line(const char* variable, const std::string& line) {
  const int file = ::open(environment_variable(variable).value().c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  const ssize_t written = ::write(file, line.data(), line.size());
  ::close(file);
  if (written < 0) throw std::runtime_error("cannot write a line");
}

json::value disconnect(const json::value& event) {
  const json::value& context = context_of(event);
  const std::string line = json::serialize({{"id", context.at("connectionId")},
                                            {"code", context.at("disconnectStatusCode")},
                                            {"reason", context.at("disconnectReason")}}) +
                           "\n";
  append_line("DISCONNECTS", line);
  return {{"statusCode", 200}};
}

json::value echo(const json::value& event) { return {{"statusCode", 200}, {"body", event.at("body")}}; }

json::value whoami(const json::value& event) {
  const json::value who{{"connectionId", context_of(event).at("connectionId")},
                        {"endpoint", environment_variable("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI").value_or("")}};
  return {{"statusCode", 200}, {"body", json::serialize(who)}};
}

http_response hello(const http_event&) { return {.body = "hello"}; }

json::value fails(const json::value&) { throw std::runtime_error("a secret detail"); }

// For sdk_lambda.mjs.
json::value echoes(const json::value& event, context& about) {
  const json::value* client = about.document.if_contains("clientContext");
  const json::value* custom = client == nullptr ? nullptr : json::find(*client, "custom");
  return {{"event", event}, {"custom", custom == nullptr ? json::value() : *custom}};
}

json::value throws(const json::value&) {
  std::puts("about to throw");
  std::fflush(stdout);
  throw std::runtime_error("as asked");
}

json::value sleeps(const json::value&) {
  for (;;) ::pause();
}

json::value address(const json::value&) {
  return {{"address", environment_variable("AWS_ENDPOINT_URL_LAMBDA").value_or("")}};
}

json::value notes(const json::value& event) {
  append_line("NOTES", json::serialize(event) + "\n");
  if (json::find(event, "fail") != nullptr) throw std::runtime_error("as asked");
  return {{"noted", true}};
}

}  // namespace

int main() {
  return lamina::run({{"address", address},
                      {"connect", connect},
                      {"disconnect", disconnect},
                      {"echo", echo},
                      {"echoes", echoes},
                      {"fails", fails},
                      {"hello", hello},
                      {"notes", notes},
                      {"sleeps", sleeps},
                      {"throws", throws},
                      {"whoami", whoami}});
}
