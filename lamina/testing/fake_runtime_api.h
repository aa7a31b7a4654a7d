#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lamina::testing {

// The Runtime API as a function sees it, on a port of its own and a thread of its own: hands out the events it is given
// and remembers what is posted. Waits end with std::runtime_error after ten seconds.
class fake_runtime_api {
 public:
  using headers = std::vector<std::pair<std::string, std::string>>;

  struct answer {
    std::string kind;        // "response", "error" or "init_error"
    std::string request_id;  // "" for init_error
    std::string body;
    std::string error_type;  // its header
  };

  fake_runtime_api();
  ~fake_runtime_api();

  std::uint16_t port() const;
  std::string address() const;  // "127.0.0.1:1234"

  // Handed to whoever asks first. Without more headers: request id, a deadline in a minute, an ARN and a trace id.
  void push(std::string request_id, std::string event, headers more = {});
  // The next thing that was posted, in order.
  answer take_answer();
  // Until that many polls wait for an event.
  void wait_for_polls(std::size_t count);
  // What posts are answered from now on (202 at first).
  void answer_posts_with(int status);
  // Closes the connections of all who wait, and takes new ones.
  void drop_polls();
  // As if the process had gone: closes everything, nobody listens.
  void stop();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lamina::testing
