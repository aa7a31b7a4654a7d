#pragma once

#include <memory>
#include <string>

#include "lamina/base/log.h"
#include "lamina/events/http_response.h"
#include "lamina/json/json.h"
#include "lamina/router/routed_request.h"

namespace user_store {

// The event without what must not be in a log: passwords, tokens, cookies and bodies are replaced.
lamina::json::value without_secrets(const lamina::json::value& event);

// Two lines per request: the event (only when `debug`), and after the answer
//
//   PUT /api/user/self 200 [User:alice] 127.0.0.1 request:7B response:20B 45ms
class request_log {
 public:
  request_log(std::shared_ptr<lamina::logger> log, bool debug) : log_(std::move(log)), debug_(debug) {}

  void event(const lamina::json::value& event) const;
  // As a router's middleware: notes when the request began.
  void begin(lamina::routed_request& request) const;
  // As a router's finisher. `user` is empty where nobody is signed in.
  void end(const lamina::routed_request& request, const lamina::http_response& response, std::string_view user) const;
  // What became of a WebSocket connection: "$connect <endpoint> <connection> <user>".
  void socket(std::string_view what, std::string_view endpoint, std::string_view connection_id,
              std::string_view user) const;
  // For the log only: what went wrong inside, which clients are not told.
  void failure(const lamina::error& failure) const;

 private:
  std::shared_ptr<lamina::logger> log_;
  bool debug_;
};

}  // namespace user_store
