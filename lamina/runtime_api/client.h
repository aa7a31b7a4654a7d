#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/http/response_reader.h"

namespace lamina::runtime_api {

// One event to be handled. Views into the client: the request id is good until the next next(), all others until the
// invocation is answered.
struct invocation {
  std::string_view request_id{};
  std::chrono::milliseconds deadline{};  // since 1970; 0: none was given
  std::string_view function_arn{};
  std::string_view trace_id{};
  std::string_view client_context{};  // JSON text, as the next one; "" when there is none
  std::string_view cognito_identity{};
  std::string_view tenant_id{};
  std::string_view event{};  // JSON text
};

// The function's side of the Runtime API: blocking calls over one kept connection, a write and a read for each, no
// allocation once the buffers have grown. Used by one thread, interrupt() excepted.
//
// A connection that was closed while it was idle is opened again once. Every error means that there is nobody to talk
// to any more (or nobody who speaks this protocol): the process should end.
class client {
 public:
  struct options {
    // response() also asks for the next invocation, in the same write. Half the system calls, but unproven on AWS.
    bool pipelined = false;
  };

  // `address`: host:port, as in AWS_LAMBDA_RUNTIME_API. Connects when it is first used.
  explicit client(std::string address) : client(std::move(address), options()) {}
  client(std::string address, options with);
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  // Waits, without limit, for something to do. Nothing: interrupt() was called.
  result<std::optional<invocation>> next();
  // What the handler returned. The status is the Runtime API's: 202, 413 when the response is too large, 400 or 403 for
  // an invocation that is over. Then there may be a next one; 5xx is an error.
  result<int> respond(std::string_view request_id, std::string_view response);
  // What went wrong, as {"errorMessage", "errorType", "stackTrace"}; `type` goes into a header.
  result<int> fail(std::string_view request_id, std::string_view error, std::string_view type);
  // The program cannot start. It ends after this.
  result<int> init_error(std::string_view error, std::string_view type);

  // Ends a waiting next(), and makes later ones return at once. For signal handlers and other threads.
  void interrupt() noexcept;

 private:
  result<int> post(std::string_view path, std::string_view request_id, std::string_view end, std::string_view body,
                   std::string_view type);
  result<void> call(std::string_view body, bool waits);
  result<void> try_call(std::string_view body, bool waits, bool& may_retry);
  result<void> connect();
  void disconnect() noexcept;
  bool send(std::string_view body);
  invocation read_invocation(const http::response_view& message);

  std::string address_;
  options options_;
  int descriptor_ = -1;
  http::response_reader reader_;
  std::string out_;         // head of the request
  std::string next_;        // the request for the next invocation, the same each time
  std::string request_id_;  // of the current invocation
  bool next_sent_ = false;  // pipelined
  std::atomic<int> waiting_{-1};
  std::atomic<bool> interrupted_ = false;
};

}  // namespace lamina::runtime_api
