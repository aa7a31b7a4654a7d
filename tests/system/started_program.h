#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/function_pool/process.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::testing {

// The real program `lamina`, started as a person would, in a folder of its own that is removed at the end.
class started_program {
 public:
  // `files`: name and text of what the folder holds. Arguments follow "lamina".
  started_program(const std::vector<std::pair<std::string, std::string>>& files, std::vector<std::string> arguments);
  ~started_program();

  // Waits for the address `lamina serve` writes once it accepts requests: its port. Throws if the program ends first.
  std::uint16_t port();
  // The same where it listens on another address.
  std::uint16_t port_at(std::string_view host);
  // The same of its WebSocket API.
  std::uint16_t websocket_port();
  // The same of its admin port.
  std::uint16_t admin_port();
  // Waits until it has printed a line that has this in it.
  void wait_for_line(std::string_view part);
  void signal(int number) const;
  std::size_t memory() const { return process_->resident_bytes(); }
  // Waits for the end; the exit code, or 128 + signal.
  int wait();
  // Everything it printed so far (after wait(): all of it).
  const std::string& output();

  std::string folder() const { return folder_.path().string(); }

 private:
  std::size_t line_with(std::string_view part);
  std::uint16_t port_after(std::string_view mark);
  bool read_more(std::chrono::milliseconds patience);

  temporary_folder folder_;
  std::string output_;
  int pipe_ = -1;
  std::optional<function_pool::process> process_;
};

}  // namespace lamina::testing
