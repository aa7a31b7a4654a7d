#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lamina/json/json.h"
#include "lamina/testing/websocket_client.h"
#include "tests/parity/gateway/http_client.h"
#include "tests/parity/gateway/served_case.h"

namespace parity {

// Performs the `steps` of a case against its gateway, as parity/gateway/README.md says.
class websocket_script {
 public:
  // The gateway is started; it must outlive the script. `patience`: of steps that wait.
  explicit websocket_script(const served_case& served, std::chrono::milliseconds patience = std::chrono::seconds(5))
      : served_(served), patience_(patience) {}

  // "" when every step holds, else which does not and why.
  std::string run(const lamina::json::value& steps);

 private:
  struct connection {
    std::unique_ptr<lamina::testing::websocket_client> client;
    lamina::testing::raw_http_response answer;  // to the handshake
    std::chrono::milliseconds took{};
  };
  // What a step does with its argument, and the step as a whole; "" when it holds.
  using performer = std::string (websocket_script::*)(const lamina::json::value& argument,
                                                      const lamina::json::value& step);
  static performer performer_of(std::string_view name);

  std::string connect(const lamina::json::value& argument, const lamina::json::value& step);
  std::string expect_connected(const lamina::json::value& argument, const lamina::json::value& step);
  std::string expect_upgrade_refused(const lamina::json::value& argument, const lamina::json::value& step);
  std::string send(const lamina::json::value& argument, const lamina::json::value& step);
  std::string send_binary(const lamina::json::value& argument, const lamina::json::value& step);
  std::string send_repeat(const lamina::json::value& argument, const lamina::json::value& step);
  std::string send_fragmented(const lamina::json::value& argument, const lamina::json::value& step);
  std::string expect_frame(const lamina::json::value& argument, const lamina::json::value& step);
  std::string expect_no_frame(const lamina::json::value& argument, const lamina::json::value& step);
  std::string close(const lamina::json::value& argument, const lamina::json::value& step);
  std::string expect_closed(const lamina::json::value& argument, const lamina::json::value& step);
  std::string expect_invocation(const lamina::json::value& argument, const lamina::json::value& step);
  std::string management(const lamina::json::value& argument, const lamina::json::value& step);
  std::string expect_http(const lamina::json::value& argument, const lamina::json::value& step);

  // The connection a step is about: the one it names with `on`, else the one opened last.
  connection& on(const lamina::json::value& argument, const lamina::json::value& step);
  // The same, where the handshake must have succeeded.
  lamina::testing::websocket_client& opened(const lamina::json::value& argument, const lamina::json::value& step);
  // The next message or end; pings and pongs are none of a script's business. Nothing in that time: none.
  static std::optional<lamina::testing::websocket_event> next_event(lamina::testing::websocket_client& client,
                                                                    std::chrono::milliseconds limit);
  lamina::json::value with_saved_values(const lamina::json::value& expected) const;
  // Replaces "{c}" and "{c|urlencode}".
  std::string with_saved_ids(std::string_view path) const;

  const served_case& served_;
  const std::chrono::milliseconds patience_;
  std::map<std::string, connection, std::less<>> connections_;
  std::string last_opened_;
  std::map<std::string, lamina::json::value, std::less<>> saved_;
  std::size_t consumed_ = 0;  // invocations before this one are done with
  http_answer answered_;      // to the last management or http step
};

}  // namespace parity
