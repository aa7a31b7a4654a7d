#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/listener/access_log.h"
#include "lamina/gateway/listener/internal/awaiting.h"
#include "lamina/gateway/listener/time_texts.h"
#include "lamina/gateway/websocket/disconnect_queue.h"
#include "lamina/gateway/websocket/management_request.h"
#include "lamina/gateway/websocket/websocket_api.h"
#include "lamina/gateway/websocket/websocket_entrance.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"
#include "lamina/websocket/handshake.h"
#include "lamina/websocket/session.h"

namespace lamina::gateway {

// Serves a WebSocket API on one event loop: handshakes, the messages of the connections that came of them, their end,
// and the management API. Each has a file of its own: websocket_handshake.cpp, _messages.cpp, _management.cpp.
//
// What holds for every connection:
// - The authorizer and $connect are asked before the handshake is answered; until then management calls get 410.
// - Messages are handed to functions as they come, so many of one connection at once; beyond that its client is not
//   read. Answers go back in the order in which the functions give them.
// - When it has ended, however that came, and its messages are done, $disconnect is delivered once. That holds for
//   everyone whom the function of $connect let in, even when the client had gone by then.
//
// On the loop's thread. `api`, `options`, `loop` and `log` must outlive it, and it all that it has under way.
class websocket_service {
 public:
  // `index` of this loop among those that serve the API; `is_alone`: there is no REST API.
  websocket_service(const websocket_api& api, bool is_alone, const gateway_options& options, net::event_loop& loop,
                    std::uint8_t index, logger& log);
  ~websocket_service();

  // The services of all loops by index, this one among them: whom to ask about the connection of another loop. Before
  // the first request. Each must outlive what the others have under way.
  void meet(std::vector<websocket_service*> all) { all_ = std::move(all); }

  // A request at a listener that is shared with the REST API. False, and nothing was done: it is not for this API.
  bool take(const http::request& request, http::exchange& reply);
  // A request at the API's own port.
  void handle(const http::request& request, http::exchange reply);

  // Lets nobody in any more (503), takes no more messages, closes every connection with 1001 once its messages are
  // answered, and delivers what is to be delivered. Management calls are answered still.
  void drain();
  std::size_t connections() const noexcept { return connections_.size(); }  // open ones
  // Handshakes, connections, messages, $disconnect events and management calls that are not done yet.
  std::size_t under_way() const noexcept { return under_way_; }
  // Called each time one of them is done.
  void on_done(move_only_function<void()> call) { on_done_ = std::move(call); }

 private:
  struct presence;
  struct handshake_call;
  class connect_question;
  struct message_call;
  struct connection;
  struct management_answer;
  using connection_ptr = std::shared_ptr<connection>;
  using function_answer = std::optional<function_pool::invocation_result>;
  using header_lines = std::vector<std::pair<std::string, std::string>>;

  internal::detached open(http::request request, http::exchange reply, bool came_to_own_port);
  const gateway_response* check(handshake_call& now, bool came_to_own_port) const;
  const gateway_response* judge(handshake_call& now) const;
  function_pool::invocation connect_event(const handshake_call& now, const websocket_route& route);
  void answer(handshake_call& now, const function_answer& got);
  void let_in(handshake_call& now, const header_lines& headers);
  void refuse(handshake_call& now, const gateway_response& with, std::string_view why = {});
  void refuse(handshake_call& now, http::response with, std::string_view told, std::string_view why);
  void finish(const handshake_call& now, const websocket_connection& facts, const http::request* request, int status,
              std::size_t size, std::string_view told, std::string_view why);
  void read_fields(const handshake_call& now, header_choice which);

  void accept(connection& from, std::string_view payload, bool is_binary);
  internal::detached serve(connection_ptr from, std::string_view payload, bool is_binary);
  function_pool::invocation message_event(message_call& now, std::string_view payload, bool is_binary);
  void answer(message_call& now, const function_answer& got);
  void refuse(const message_call& now, int status, std::string_view told, std::string_view why = {});
  void finish(const message_call& now, int status, std::size_t size = 0, std::string_view told = {},
              std::string_view why = {});
  void go_on(connection& with);
  void on_closed(connection& which, const websocket::closure& how);
  void say_goodbye(const connection_ptr& to);
  function_pool::invocation disconnect_event(const connection& of, std::string_view request_id);
  void finish_goodbye(const connection& of, std::string_view request_id, steady_time since, const function_answer& got);
  static void send_away(connection& whom);

  void manage(const http::request& request, http::exchange reply, const management_request& call);
  internal::detached hand_over(http::request request, http::exchange reply, management_request call);
  auto ask_owner(const management_request& call, std::shared_ptr<const std::string> body);
  management_answer act(const management_request& call, std::shared_ptr<const std::string> body);
  void answer(const http::request& request, http::exchange reply, const management_request& call,
              const gateway_response& with, steady_time since);

  websocket_moment moment_of(std::string_view request_id);
  function_pool::invocation invocation_of(std::string event, std::string_view trace_from_client) const;
  static access_record record_of(std::string_view request_id, const websocket_connection& from, const grant* granted);

  const websocket_api& api_;
  const gateway_options& options_;
  net::event_loop& loop_;
  const std::uint8_t index_;
  logger& log_;
  const websocket_entrance entrance_;
  std::unique_ptr<authorizer> authorizer_;  // null: none
  std::string connect_arn_;
  std::vector<websocket_service*> all_;
  websocket::session_set sessions_;
  std::unordered_map<std::string_view, connection_ptr> connections_;  // open ones, by their id
  disconnect_queue disconnects_;
  access_log access_;
  time_texts now_texts_;
  // Reused from request to request; never across a wait.
  field_list headers_, query_;
  std::string header_storage_, query_storage_, key_storage_, unescaped_;
  bool draining_ = false;
  std::size_t under_way_ = 0;
  move_only_function<void()> on_done_;
};

}  // namespace lamina::gateway
