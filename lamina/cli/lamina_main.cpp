#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "lamina/base/nearest_name.h"
#include "lamina/cli/commands.h"
#include "lamina/cli/internal/help_format.h"
#include "lamina/cli/terminal.h"

namespace lamina::cli {
namespace {

// "a=1" into the map; a name alone means "true", as the Framework has it.
CLI::Option* add_pairs(CLI::App& command, const std::string& flag, std::map<std::string, std::string>& pairs,
                       const std::string& help) {
  return command
      .add_option_function<std::vector<std::string>>(
          flag,
          [&pairs](const std::vector<std::string>& given) {
            for (const std::string& pair : given) {
              const std::size_t equals = pair.find('=');
              pairs[pair.substr(0, equals)] = equals == std::string::npos ? "true" : pair.substr(equals + 1);
            }
          },
          help)
      ->type_name("NAME=VALUE");
}

void add_service_options(CLI::App& command, service_options& service) {
  command.option_defaults()->group("Service");
  command.add_option("file", service.file, "The service (default: serverless.yml here)")->type_name("FILE");
  command.add_option("--stage,-s", service.stage, "Stage; overrides provider.stage")->type_name("NAME");
  command.add_option("--region,-r", service.region, "Region; overrides provider.region")->type_name("NAME");
  add_pairs(command, "--opt", service.options, "A value for ${opt:NAME}; may be repeated");
  add_pairs(command, "--param", service.parameters, "A value for ${param:NAME}; may be repeated");
  command
      .add_option("--values", service.values, "File with values for ${ssm:}, ${cf:} and ${s3:} (ssm: {/path: value})")
      ->type_name("FILE");
  command
      .add_option("--artifacts", service.artifacts,
                  "Folder with the built programs (default: package.artifact, or beside the file)")
      ->type_name("DIR");
}

CLI::Option* add_port(CLI::App& command, const std::string& flag, std::uint16_t& port, const std::string& help) {
  return command.add_option(flag, port, help)->check(CLI::Range(0, 65535))->type_name("PORT");
}
CLI::Option* add_port(CLI::App& command, const std::string& flag, std::optional<std::uint16_t>& port,
                      const std::string& help) {
  return command.add_option(flag, port, help)->check(CLI::Range(0, 65535))->type_name("PORT");
}

void add_listener_options(CLI::App& command, serve_options& options) {
  command.option_defaults()->group("Listening");
  command.add_option("--host", options.host, "Address to listen on")->type_name("ADDRESS")->capture_default_str();
  add_port(command, "--port,-p", options.port, "Port; 0 takes a free one")->capture_default_str();
  command.add_option("--threads", options.threads, "Event loops, each on a thread of its own; 1 to 256")
      ->check(CLI::Range(1U, 256U))
      ->type_name("N")
      ->capture_default_str();
  command.add_option("--ready-file", options.ready_file, "Write the address there once requests are accepted")
      ->type_name("FILE");
  command.add_flag(
      "--tls", options.tls.self_made,
      "Speak https with a certificate for localhost, made once and kept in .lamina/tls beside the service");
  auto* certificate =
      command
          .add_option("--tls-certificate", options.tls.certificate_file,
                      "Speak https with this certificate and those that lead to it (PEM); SIGHUP reads it again")
          ->type_name("FILE");
  command.add_option("--tls-key", options.tls.key_file, "The key of --tls-certificate (PEM)")
      ->type_name("FILE")
      ->needs(certificate);
}

void add_websocket_options(CLI::App& command, websocket_options& websocket) {
  command.option_defaults()->group("WebSocket API");
  add_port(command, "--websocket-port", websocket.port, "A port of its own; 0 takes a free one");
  command
      .add_option("--websocket-path", websocket.path,
                  "Its path (default: /STAGE, beside the REST API; custom.lamina.websocket.path)")
      ->type_name("PATH");
  command
      .add_option("--websocket-host", websocket.host, "Its host name: all requests for that are the WebSocket API's")
      ->type_name("NAME");
}

void add_function_options(CLI::App& command, serve_options& options) {
  command.option_defaults()->group("Functions");
  command.add_flag("--watch", options.watch, "Start functions anew when their code changes");
  command.add_option("--max-instances", options.max_instances, "Processes per function, at most; 1 to 10000")
      ->check(CLI::Range(1U, 10'000U))
      ->type_name("N")
      ->capture_default_str();
  add_port(command, "--lambda-port", options.lambda_port,
           "A port on 127.0.0.1 for the Lambda Invoke API; 0 takes a free one (beside the other APIs it is served "
           "only on loopback, or with --verify-signatures)");
  command.add_flag("--verify-signatures", options.verify_signatures,
                   "Refuse calls of the WebSocket API's @connections and of the Lambda Invoke API that are not signed "
                   "with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  command
      .add_option("--state-dir", options.state_directory,
                  "Folder of what outlives this program: asynchronous events that wait, used up quotas (default: "
                  ".lamina beside the file; custom.lamina.state)")
      ->type_name("DIR");
}

void add_log_options(CLI::App& command, serve_options& options) {
  command.option_defaults()->group("Log, on standard error");
  command
      .add_option_function<std::string>(
          "--access-log", [&options](const std::string& how) { options.access_log = how == "on" ? "" : how; },
          "One line per request, connect, message and disconnect: json, clf, off, or a format with variables "
          "$context.NAME (default: provider.logs of the service, else json)")
      ->type_name("FORMAT");
  command
      .add_option_function<std::string>(
          "--log-level", [&options](const std::string& word) { options.level = *parse_log_level(word); },
          "Least level of all else: trace, debug, info, warn, error, off")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
      ->type_name("LEVEL")
      ->default_str("info");
}

void add_admin_options(CLI::App& command, serve_options& options) {
  command.option_defaults()->group("Watching and stopping");
  auto* port = add_port(command, "--admin-port", options.admin_port,
                        "A port for /metrics (Prometheus), /healthz and /readyz; 0 takes a free one (default: none)");
  command.add_option("--admin-host", options.admin_host, "Address of the admin port")
      ->type_name("ADDRESS")
      ->needs(port)
      ->capture_default_str();
  command
      .add_option_function<unsigned>(
          "--drain-delay", [&options](unsigned seconds) { options.drain_delay = std::chrono::seconds(seconds); },
          "Seconds between a stop signal, from which on /readyz says 503, and the end of accepting: for a load "
          "balancer to notice; a second signal ends them")
      ->check(CLI::Range(0U, 3600U))
      ->type_name("SECONDS")
      ->default_str("0");
}

void add_serve(CLI::App& app, serve_options& options) {
  CLI::App& command = *app.add_subcommand("serve", "Serve the APIs of a service on this machine");
  add_service_options(command, options.service);
  add_listener_options(command, options);
  add_websocket_options(command, options.websocket);
  add_function_options(command, options);
  add_log_options(command, options);
  add_admin_options(command, options);
  command.footer(
      "Examples:\n"
      "  lamina serve\n"
      "  lamina serve shop/serverless.yml --stage prod --port 8080 --threads 2\n"
      "  lamina serve --tls --access-log clf --admin-port 9100\n"
      "SIGTERM or Ctrl-C: requests under way are answered first; a second one ends the program at once.");
}

void add_routes(CLI::App& app, routes_options& options) {
  CLI::App& command = *app.add_subcommand("routes", "List the routes of a service and what answers them");
  add_service_options(command, options.service);
  add_websocket_options(command, options.websocket);
  command.option_defaults()->group("Output");
  command.add_flag("--json", options.json, "For scripts");
}

struct event_source {
  std::string file, data;
};

void add_invoke(CLI::App& app, invoke_options& options, event_source& event) {
  CLI::App& command = *app.add_subcommand("invoke", "Start a function, hand it one event, print its answer");
  command.add_option("function", options.function, "Its key in the file, or its deployed name")
      ->type_name("NAME")
      ->required();
  add_service_options(command, options.service);
  command.option_defaults()->group("Event");
  auto* file = command.add_option("--event,-e", event.file, "File with the event; - reads standard input");
  file->type_name("FILE");
  command.add_option("--data,-d", event.data, "The event itself (default: {})")->type_name("JSON")->excludes(file);
  command.option_defaults()->group("Output");
  command.add_flag_callback(
      "--no-log", [&options] { options.show_log = false; }, "Do not show what the function prints");
}

void add_generate_event(CLI::App& app, generate_event_options& options) {
  CLI::App& command =
      *app.add_subcommand("generate-event", "Print an event as a service of AWS sends it, to try a function with");
  command.add_option("name", options.name, "Which one (default: list them)")->type_name("NAME");
  command.add_flag("--json", options.json, "For scripts: the list as JSON, an event in one line");
  command.footer("Example: lamina generate-event rest-api | ./payment --event -");
}

bool read_event(const event_source& source, std::string& event) {
  if (!source.data.empty()) event = source.data;
  if (source.file.empty()) return true;
  if (source.file == "-") {
    event.assign(std::istreambuf_iterator<char>(std::cin), {});
    return true;
  }
  std::ifstream file(source.file, std::ios::binary);
  if (!file) {
    print_error("error: cannot read the event file " + source.file);
    return false;
  }
  event.assign(std::istreambuf_iterator<char>(file), {});
  return true;
}

// CLI11 would only say that a command is missing. Empty: the word is a command, or an option.
std::string unknown_command(const CLI::App& app, const std::string& word) {
  std::string known;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == word) return {};
    known += (known.empty() ? "" : ", ") + command->get_name();
  }
  if (word.starts_with('-')) return {};
  return "there is no command \"" + word + "\"; there are: " + known;
}

// What is wrong with the command line, and where to read how it should be.
std::string flaw_of(const CLI::App& app, const CLI::ParseError& wrong) {
  const auto parsed = app.get_subcommands();
  const CLI::App& command = parsed.empty() ? app : *parsed.front();
  std::string text = wrong.what();
  if (const auto left = command.remaining(); !left.empty()) {
    const std::string& word = left.front();
    text = (word.starts_with('-') ? "there is no option " : "one thing too many: ") + word;
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) names.push_back(option->get_name());
    const std::vector<std::string_view> known(names.begin(), names.end());
    if (const auto near = nearest_name(word, known); !near.empty()) text.append("; did you mean ").append(near) += '?';
  }
  return text + " (lamina " + (parsed.empty() ? "" : command.get_name() + " ") + "--help says more)";
}

int main(int argc, char** argv) {
  open_standard_streams();
  CLI::App app("Serves the functions and APIs of a serverless.yml on this machine, as AWS would.", "lamina");
  app.formatter(std::make_shared<help_format>());
  app.set_version_flag("--version", "lamina " LAMINA_VERSION);
  app.require_subcommand(1);
  serve_options serving;
  serving.version = LAMINA_VERSION;
  routes_options listing;
  invoke_options invoking;
  generate_event_options generating;
  event_source event;
  add_serve(app, serving);
  add_routes(app, listing);
  add_invoke(app, invoking, event);
  add_generate_event(app, generating);
  // After the commands, which would inherit it.
  app.footer("\nlamina COMMAND --help says more. Start with: lamina serve");

  if (argc == 1) {
    std::cout << app.help();
    return 0;
  }
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.front() == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  if (const std::string wrong = unknown_command(app, words.front()); !wrong.empty()) {
    print_error("error: " + wrong);
    return 2;
  }
  try {
    std::ranges::reverse(words);  // as the library wants them
    app.parse(std::move(words));
  } catch (const CLI::ParseError& wrong) {
    if (wrong.get_exit_code() == 0) return app.exit(wrong);  // help, or the version
    print_error("error: " + flaw_of(app, wrong));
    return 2;
  }
  if (app.got_subcommand("serve")) return serve(serving);
  if (app.got_subcommand("routes")) return routes(listing);
  if (app.got_subcommand("generate-event")) return generate_event(generating);
  return read_event(event, invoking.event) ? invoke(invoking) : 1;
}

}  // namespace
}  // namespace lamina::cli

int main(int argc, char** argv) { return lamina::cli::main(argc, argv); }
