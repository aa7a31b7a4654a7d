#include "lamina/runtime/internal/by_hand.h"

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>

#include "lamina/base/random.h"
#include "lamina/net/event_loop.h"
#include "lamina/runtime/error_document.h"
#include "lamina/runtime/internal/http_front.h"
#include "lamina/runtime/invoke.h"

namespace lamina::runtime {
namespace {

constexpr int wrong_usage = 2;

struct wishes {
  bool help = false;
  std::optional<std::string> event;
  std::optional<std::string> port;
  std::string handler{};
};

void print(std::FILE* to, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), to);
  std::fflush(to);
}

int complain(const std::string& program, const std::string& what, int status) {
  print(stderr, program + ": " + what + "\n");
  return status;
}

std::string usage(const std::string& program, const std::vector<named_engine>& handlers) {
  std::string text = program + ": a function for AWS Lambda, made with Lamina.\n\n";
  text +=
      "Lambda, or `lamina serve`, starts it and gives it events (AWS_LAMBDA_RUNTIME_API is not set here).\nBy "
      "hand:\n\n";
  text += "  " + program + " --event FILE    one invocation with the JSON in FILE (- for standard input);\n";
  text += "                          its answer goes to standard output\n";
  text += "  " + program + " --serve PORT    serve HTTP on 127.0.0.1:PORT, with events as a function URL sends them\n";
  if (handlers.size() > 1) text += "  --handler NAME          which function: " + names_of(handlers) + "\n";
  return text;
}

result<wishes> parse(const std::vector<std::string>& arguments) {
  wishes found;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (name == "--help" || name == "-h") {
      found.help = true;
      continue;
    }
    if (name != "--event" && name != "--serve" && name != "--handler") return error("unknown argument " + name);
    if (++i == arguments.size()) return error(name + " needs a value");
    if (name == "--event") found.event = arguments[i];
    if (name == "--serve") found.port = arguments[i];
    if (name == "--handler") found.handler = arguments[i];
  }
  return found;
}

result<std::string> read(const std::string& name) {
  std::ifstream file(name == "-" ? "/dev/stdin" : name, std::ios::binary);
  if (!file) return error("cannot read " + name);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

int run_event(const function_settings& settings, const engine& handler, const std::string& program,
              const std::string& name) {
  const auto text = read(name);
  if (!text) return complain(program, text.error().message, 1);
  auto event = json::try_parse(*text);
  if (!event) return complain(program, name + ": " + event.error().message, 1);
  net::event_loop loop;
  json::object document = settings.context_document();
  document["awsRequestId"] = random_uuid();
  const auto about = std::make_shared<context>(loop, std::move(document));
  const outcome came = wait_for_answer(handler, *std::move(event), about);
  std::string out;
  if (!came)
    append_error_document(out, came.error());
  else
    json::serialize_to(out, came->value_or(nullptr));
  print(stdout, out + "\n");
  return came ? 0 : 1;
}

int run_server(const function_settings& settings, const engine& handler, const std::string& program,
               const std::string& port) {
  std::uint16_t number = 0;
  const auto [end, failure] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (failure != std::errc() || end != port.data() + port.size())
    return complain(program, "--serve " + port + ": expected a port, 0 to 65535", wrong_usage);
  const auto served = serve_http(settings, handler, number);
  return served ? 0 : complain(program, served.error().message, 1);
}

}  // namespace

int run_by_hand(const function_settings& settings, const std::vector<named_engine>& handlers,
                const std::string& program, const std::vector<std::string>& arguments) {
  const auto wanted = parse(arguments);
  if (!wanted) return complain(program, wanted.error().message + "; see --help", wrong_usage);
  if (wanted->help) return print(stdout, usage(program, handlers)), 0;
  if (!wanted->event && !wanted->port) return print(stderr, usage(program, handlers)), wrong_usage;
  const bool only_one = handlers.size() == 1 && wanted->handler.empty();
  const auto handler =
      only_one ? result<const engine*>(&handlers.front().run) : find_handler(handlers, wanted->handler);
  if (!handler) return complain(program, handler.error().message + "; see --handler", wrong_usage);
  if (wanted->event) return run_event(settings, **handler, program, *wanted->event);
  return run_server(settings, **handler, program, *wanted->port);
}

}  // namespace lamina::runtime
