#include "tests/system/started_program.h"

#include <poll.h>
#include <signal.h>  // NOLINT: kill
#include <unistd.h>

#include <stdexcept>

namespace lamina::testing {
namespace {

constexpr std::chrono::seconds patience{60};  // a busy machine is slow, a hanging one is wrong

}  // namespace

started_program::started_program(const std::vector<std::pair<std::string, std::string>>& files,
                                 std::vector<std::string> arguments) {
  for (const auto& [name, text] : files) folder_.write(name, text);
  arguments.insert(arguments.begin(), LAMINA_PROGRAM);
  auto started = function_pool::process::start(
      {.argv = arguments, .working_directory = folder(), .environment = {"PATH=/usr/bin:/bin", "HOME=" + folder()}});
  if (!started) throw started.error();
  process_ = std::move(*started);
  pipe_ = process_->take_output();
}

started_program::~started_program() {
  process_.reset();
  ::close(pipe_);
}

void started_program::signal(int number) const { ::kill(process_->id(), number); }

bool started_program::read_more(std::chrono::milliseconds wait) {
  pollfd ready{pipe_, POLLIN, 0};
  if (::poll(&ready, 1, static_cast<int>(wait.count())) <= 0) return true;
  char bytes[4096];
  const ssize_t count = ::read(pipe_, bytes, sizeof bytes);
  if (count > 0) output_.append(bytes, static_cast<std::size_t>(count));
  return count > 0;
}

std::uint16_t started_program::port() { return port_after("://127.0.0.1:"); }

std::uint16_t started_program::admin_port() { return port_after("health at http://127.0.0.1:"); }

std::uint16_t started_program::port_at(std::string_view host) { return port_after("://" + std::string(host) + ":"); }

std::uint16_t started_program::websocket_port() { return port_after("ws://127.0.0.1:"); }

void started_program::wait_for_line(std::string_view part) { line_with(part); }

// Where it stands in the output.
std::size_t started_program::line_with(std::string_view part) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const std::size_t at = output_.find(part);
    if (at != std::string::npos && output_.find('\n', at) != std::string::npos) return at;
    if (!read_more(std::chrono::milliseconds(100)) || std::chrono::steady_clock::now() > until)
      throw std::runtime_error("lamina does not print \"" + std::string(part) + "\": " + output_);
  }
}

std::uint16_t started_program::port_after(std::string_view mark) {
  const std::size_t at = line_with(mark);
  return static_cast<std::uint16_t>(std::stoi(output_.substr(at + mark.size())));
}

int started_program::wait() {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (read_more(std::chrono::milliseconds(100)))
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("lamina does not end: " + output_);
  for (;;) {
    if (const auto ended = process_->try_wait()) return ended->signal != 0 ? 128 + ended->signal : ended->code;
    pollfd over{process_->exit_descriptor(), POLLIN, 0};
    if (::poll(&over, 1, 60'000) == 0) throw std::runtime_error("lamina does not end");
  }
}

const std::string& started_program::output() {
  read_more(std::chrono::milliseconds(0));
  return output_;
}

}  // namespace lamina::testing
