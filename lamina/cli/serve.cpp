#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <utility>

#include "lamina/aws/credentials.h"
#include "lamina/cli/code_watch.h"
#include "lamina/cli/commands.h"
#include "lamina/cli/function_processes.h"
#include "lamina/cli/memory.h"
#include "lamina/cli/stop_signals.h"
#include "lamina/cli/terminal.h"
#include "lamina/cli/tls_certificate.h"
#include "lamina/gateway/admin/admin_server.h"
#include "lamina/gateway/authorizers/authorizer_target.h"
#include "lamina/gateway/gateway.h"

namespace lamina::cli {
namespace {

// As many connections as the machine allows: shells give 1024 descriptors, though a program may have many more. How
// many there are now.
std::size_t raise_descriptor_limit() {
  rlimit now{};
  if (::getrlimit(RLIMIT_NOFILE, &now) != 0) return 1024;
  const rlim_t before = std::exchange(now.rlim_cur, now.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &now) == 0 ? now.rlim_cur : before;  // refused: what there is must do
}

std::set<std::string> functions_of_routes(const config::service& service) {
  std::set<std::string> keys;
  const auto add = [&](const auto& route) {
    keys.insert(route.function);
    if (!route.authorizer) return;
    if (const auto guard = gateway::function_of_authorizer(*route.authorizer, service)) keys.insert(*guard);
  };
  for (const config::route& route : service.routes) add(route);
  for (const config::function& one : service.functions)
    if (one.address) keys.insert(one.key);
  for (const config::websocket_route& route : service.websockets) add(route);
  return keys;
}

std::set<std::string> all_functions(const config::service& service) {
  std::set<std::string> keys;
  for (const config::function& function : service.functions) keys.insert(function.key);
  return keys;
}

bool is_loopback(std::string_view host) noexcept {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

// What the command line says goes before the file.
void place_state(config::service& service, const std::string& given) {
  if (!given.empty()) service.state_directory = std::filesystem::absolute(given).string();
}

// One file for each stage of a service, since the names of functions are theirs.
std::string queue_file_of(const config::service& service) {
  const std::string folder = service.state_directory.empty() ? ".lamina" : service.state_directory;
  return (std::filesystem::path(service.directory) / folder / (service.name + "-" + service.stage + "-events.db"))
      .string();
}

gateway::lambda_options lambda_options_of(const serve_options& options, const config::service& service) {
  return {.on_main_port = options.verify_signatures || is_loopback(options.host),
          .port = options.lambda_port,
          .queue_file = queue_file_of(service),
          .max_events_at_once = options.max_instances};
}

gateway::function_map map_of(const function_processes& processes) {
  gateway::function_map functions;
  for (const auto& [key, pool] : processes.pools()) functions[key] = pool;
  return functions;
}

result<gateway::gateway_options> gateway_options_of(const serve_options& options) {
  gateway::gateway_options made;
  made.listen.host = options.host;
  made.listen.port = options.port;
  made.access_log = options.access_log != "off";
  if (made.access_log) made.access_log_format = options.access_log;
  if (options.verify_signatures) {
    const auto keys = aws::credentials_from_environment();
    if (!keys)
      return error(
          "--verify-signatures needs the keys that callers sign with, in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; "
          "functions are given the same");
    made.management_keys.push_back(*keys);
  }
  return made;
}

// The HTTP API's where it stands beside a REST API.
std::string second_api_url(const gateway::gateway& open) {
  std::string url = open.http_api_url();
  return url == open.url() ? std::string() : url;
}

// Null: nobody has asked for it. Listens already, so that whoever looks sees the gateway start.
result<std::unique_ptr<gateway::admin_server>> admin_of(const serve_options& options, net::loop_threads& threads,
                                                        gateway::gateway_options& settings) {
  if (!options.admin_port) return std::unique_ptr<gateway::admin_server>();
  settings.metrics = std::make_shared<gateway::gateway_metrics>();
  auto made = std::make_unique<gateway::admin_server>(
      threads,
      gateway::admin_options{.host = options.admin_host, .port = *options.admin_port, .version = options.version},
      settings.metrics);
  if (auto listening = made->listen(); !listening) return listening.error();
  return made;
}

// Whole or not at all: a reader that waits for the file must not see half of it.
bool write_ready_file(const std::string& path, const gateway::gateway& open, const gateway::admin_server* admin) {
  if (path.empty()) return true;
  const std::string draft = path + ".new";
  std::ofstream out(draft);
  out << open.url() << '\n';
  if (const std::string url = open.websocket_url(); !url.empty()) out << url << '\n';
  if (const std::string url = second_api_url(open); !url.empty()) out << url << '\n';
  if (admin != nullptr) out << "admin " << admin->url() << '\n';
  out.close();
  return ::rename(draft.c_str(), path.c_str()) == 0;
}

// Beside the service, as `serverless.yml` is found.
std::filesystem::path tls_folder_of(const service_options& service) {
  return std::filesystem::path(service.file).parent_path() / ".lamina" / "tls";
}

void reload(http::server_tls& tls, logger& log) {
  if (const auto read = tls.reload(); !read)
    log.error("the certificate was not read again", {{"why", read.error().message}});
  else
    log.info("the certificate was read again");
}

void announce(const config::service& service, const gateway::gateway& open, const std::string& own_certificate) {
  std::string addresses = open.url();
  for (const std::string& url : {second_api_url(open), open.websocket_url()})
    if (!url.empty()) addresses += " and " + url;
  print(fmt::format("{} is served at {} (Ctrl-C stops it)", service.name, addresses));
  for (const auto& one : open.function_urls()) print(fmt::format("Function {} is served at {}", one.function, one.url));
  if (const std::string url = open.invoke_url(); !url.empty())
    print(fmt::format("Its functions are invoked at {} (aws lambda invoke --endpoint-url {} ...)", url, url));
  if (!own_certificate.empty())
    print(fmt::format("Clients must trust its certificate: curl --cacert {} ...", own_certificate));
}

std::string first_of(const std::vector<std::string>& warnings) {
  return warnings.empty() ? std::string() : ": " + warnings.front();
}

int failed(const error& why) {
  print_error("error: " + why.message);
  return 1;
}

}  // namespace

int serve(const serve_options& options) {
  auto service = load(options.service);
  if (!service) return 1;
  if (auto placed = place_websockets(*service, options.websocket); !placed) return failed(placed.error());
  place_state(*service, options.state_directory);
  const std::set<std::string> served = functions_of_routes(*service);
  const std::set<std::string> functions = all_functions(*service);
  if (functions.empty()) return failed(error("nothing to serve: this service has no functions"));
  auto settings = gateway_options_of(options);
  if (!settings) return failed(settings.error());
  settings->lambda = lambda_options_of(options, *service);
  // The rest is for the processes of functions: who keeps connections open must not keep them from being started.
  const std::size_t most_clients = raise_descriptor_limit() / 10 * 8 / options.threads;
  settings->max_websockets = std::min(settings->max_websockets, most_clients);
  settings->listen.max_connections = std::min(settings->listen.max_connections, most_clients);
  give_large_blocks_back();
  const auto secure = tls_identity_of(options.tls, tls_folder_of(options.service), std::chrono::system_clock::now());
  if (!secure) return failed(secure.error());
  settings->listen.tls = secure->tls;
  const stop_signals signals(secure->tls != nullptr);
  logger log = logger::to_stderr(options.level);

  std::vector<std::string> warnings;
  net::loop_threads threads(options.threads);
  const auto admin = admin_of(options, threads, *settings);
  if (!admin) return failed(admin.error());
  auto processes = function_processes::make(
      *service, served, {places_of(options.service.artifacts), options.max_instances, credentials_of_environment()},
      threads, function_log(log, ::isatty(STDERR_FILENO) == 1), warnings, functions);
  if (!processes) return failed(processes.error());
  if (served.empty() && (*processes)->pools().empty())
    return failed(error("nothing to serve: no function of this service can be run here" + first_of(warnings)));
  auto open = gateway::gateway::make(*service, map_of(**processes), *settings, log, threads);
  if (!open) return failed(open.error());
  warnings.insert(warnings.end(), (*open)->notes().begin(), (*open)->notes().end());
  for (const std::string& warning : warnings) print_error("warning: " + warning);
  for (const std::string& note : (*processes)->notes()) print_error("note: " + note);

  if (auto bound = (*open)->bind(); !bound) return failed(bound.error());
  // Before a request can start the first of them. The AWS SDKs, and ours, send their calls there.
  if (const std::string url = (*open)->management_url(); !url.empty())
    (*processes)->add_variable(*service, "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", url);
  if (const std::string url = (*open)->invoke_url(); !url.empty())
    (*processes)->add_variable(*service, "AWS_ENDPOINT_URL_LAMBDA", url);
  std::unique_ptr<code_watch> watch;
  if (options.watch) {
    auto watching = code_watch::start(**processes, threads, log);
    if (!watching) return failed(watching.error());
    watch = *std::move(watching);
  }
  if (auto started = (*open)->start(); !started) return failed(started.error());
  if (*admin) (*admin)->tell(gateway::readiness::ready);
  if (!write_ready_file(options.ready_file, **open, admin->get()))
    return failed(error("cannot write the ready file " + options.ready_file));
  announce(*service, **open, secure->own_certificate);
  if (*admin) print(fmt::format("Metrics and health at {} (/metrics, /healthz, /readyz)", (*admin)->url()));

  signals.wait([] { give_free_memory_back(); }, [&] { reload(*secure->tls, log); });
  if (*admin) (*admin)->tell(gateway::readiness::draining);
  signals.wait_at_most(options.drain_delay);
  signals.stop_waiting();
  print("Stopping: requests under way are answered first");
  (*open)->stop();
  (*processes)->stop();
  return 0;
}

}  // namespace lamina::cli
