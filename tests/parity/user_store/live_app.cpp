#include "tests/parity/user_store/live_app.h"

#include <filesystem>
#include <fstream>
#include <thread>

namespace parity_user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;

result<std::unique_ptr<store::sqlite_store>> open_store(const std::string& file) {
  return store::sqlite_store::open(file, {.survives_power_loss = false});
}

}  // namespace

result<void> live_app::start_fresh() {
  if (options_.command.empty()) {
    if (!store_ && !options_.store_file.empty()) store_ = open_store(options_.store_file).value();
    connect_websockets();
    return error("the app runs already; --serve COMMAND starts it anew for each group");
  }
  websockets_.reset();
  served_.stop();
  store_.reset();
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(options_.store_file + end);
  store_ = open_store(options_.store_file).value();
  if (!options_.ready_file.empty()) std::filesystem::remove(options_.ready_file);
  auto started = served_.start(
      options_.command, {{"LAMINA_STORE", options_.store_file}, {"STORE_TYPE", options_.store_type}}, output_file());
  if (started) started = wait_until_up();
  if (started) connect_websockets();
  return started;
}

base_address live_app::websocket_base() const {
  if (!options_.websocket_url.empty()) return parse_address(options_.websocket_url).value();
  base_address base = options_.address;
  base.prefix += "/" + options_.stage;
  return base;
}

void live_app::connect_websockets() {
  const base_address base = websocket_base();
  websockets_ = std::make_unique<websocket_connections>(
      websocket_address{base.host, base.port, base.prefix.empty() ? "/" : base.prefix});
}

std::string live_app::websocket_endpoint() const {
  const base_address base = websocket_base();
  return "http://" + base.host + ":" + std::to_string(base.port) + base.prefix;
}

result<void> live_app::wait_until_up() {
  for (int i = 0; i < 600; ++i) {
    if (is_up()) return {};
    if (!served_.is_running()) return error("the app ended: see " + output_file());
    std::this_thread::sleep_for(50ms);
  }
  return error("nobody listens after 30 s: see " + output_file());
}

bool live_app::is_up() {
  if (options_.ready_file.empty()) return accepts_connections(options_.address);
  std::ifstream ready(options_.ready_file);
  std::string line;
  if (!std::getline(ready, line) || ready.eof()) return false;  // not there yet, or half written
  if (line.ends_with("/" + options_.stage)) line.resize(line.size() - options_.stage.size() - 1);
  options_.address = parse_address(line).value();
  return true;
}

json::value live_app::send(const http_message& request) {
  const std::string target = options_.address.prefix + "/" + options_.stage + request.path;
  return send_request(options_.address, target, request, 20s);
}

// The output passes through pipes and may be behind the answer: it is read until it stands still.
std::optional<int> live_app::authorizer_runs() {
  if (options_.command.empty()) return std::nullopt;
  int last = count_marker();
  for (int still = 0; still < 3;) {
    std::this_thread::sleep_for(30ms);
    const int now_counted = count_marker();
    still = now_counted == last ? still + 1 : 0;
    last = now_counted;
  }
  return last;
}

int live_app::count_marker() const {
  std::ifstream output(output_file());
  int count = 0;
  for (std::string line; std::getline(output, line);) {
    if (line.find(options_.authorizer_marker) != line.npos) ++count;
  }
  return count;
}

void live_app::wait(std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }

}  // namespace parity_user_store
