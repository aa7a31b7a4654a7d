#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "lamina/base/log.h"
#include "lamina/base/result.h"
#include "lamina/config/service.h"

// The commands of the program `lamina`. Each prints for people, or JSON where asked, and returns the exit status:
// 0 done, 1 failed, 2 bad command line (that one is lamina_main.cpp's).
namespace lamina::cli {

// Which service, and the values its variables need.
struct service_options {
  std::string file;  // empty: serverless.yml, .yaml or .json in the working directory
  std::string stage, region;
  std::map<std::string, std::string> options;     // ${opt:name}
  std::map<std::string, std::string> parameters;  // ${param:name}
  std::string values;                             // file that answers for AWS: ${ssm:}, ${cf:}, ${s3:}; empty: none
  std::string artifacts;                          // folder with the built programs; empty: beside the file
};

// Where the WebSocket API is, in the place of what the file says.
struct websocket_options {
  std::optional<std::uint16_t> port;  // 0: any free one
  std::string path, host;             // empty: as the file says
};

// With what the gateway speaks TLS. All empty: it does not.
struct tls_options {
  bool self_made = false;  // a certificate for localhost, made here
  std::string certificate_file{}, key_file{};
};

struct serve_options {
  service_options service;
  tls_options tls;
  websocket_options websocket;
  std::string host = "127.0.0.1";
  std::uint16_t port = 3000;                 // 0: any free one
  unsigned threads = 1;                      // event loops, each with its own listener
  unsigned max_instances = 10;               // processes per function
  std::string access_log;                    // "off", "json", "clf" or a format; empty: as the service says
  bool watch = false;                        // new processes for functions whose code has changed
  bool verify_signatures = false;            // of management calls and the Invoke API, by the keys of the environment
  std::optional<std::uint16_t> lambda_port;  // a listener of the Invoke API's own; 0: any free one
  std::string state_directory;               // of what outlives the process; empty: as the service says
  log_level level = log_level::info;
  std::optional<std::uint16_t> admin_port;  // of /metrics, /healthz and /readyz; 0: any free one; nothing: none
  std::string admin_host = "127.0.0.1";
  std::chrono::seconds drain_delay{0};  // from /readyz saying so to the end of accepting
  std::string version;                  // of this program
  // The address is written there once requests are accepted; on a last line "admin " and that of the admin port, if
  // there is one; on a second line the WebSocket API's, if there is one.
  std::string ready_file;
};
int serve(const serve_options& options);

struct routes_options {
  service_options service;
  websocket_options websocket;
  bool json = false;
};
int routes(const routes_options& options);

struct invoke_options {
  service_options service;
  std::string function;      // key or deployed name
  std::string event = "{}";  // JSON text
  bool show_log = true;      // the function's output, on standard error
};
int invoke(const invoke_options& options);

struct generate_event_options {
  std::string name;   // empty: list them all
  bool json = false;  // the list as JSON, an event in one line
};
int generate_event(const generate_event_options& options);

// What the command line says goes before the file. The error names the option.
result<void> place_websockets(config::service& service, const websocket_options& options);

// Reads the file; prints warnings and errors to standard error.
result<config::service> load(const service_options& options);

}  // namespace lamina::cli
