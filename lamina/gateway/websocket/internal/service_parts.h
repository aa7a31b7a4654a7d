#pragma once

#include <deque>
#include <memory>
#include <string>

#include "lamina/gateway/websocket/websocket_service.h"

// What the files of websocket_service share.
namespace lamina::gateway {

// Counts something under way from its beginning to the end of all that it owns.
struct websocket_service::presence {
  explicit presence(websocket_service& at) : service(at) { ++service.under_way_; }
  presence(const presence&) = delete;
  presence& operator=(const presence&) = delete;
  ~presence() {
    --service.under_way_;
    if (service.on_done_) service.on_done_();
  }
  websocket_service& service;
};

// One connection after its handshake. Lives until its $disconnect has been delivered.
struct websocket_service::connection final : websocket::session_owner,
                                             std::enable_shared_from_this<websocket_service::connection> {
  connection(websocket_service& at, websocket_connection whose, std::shared_ptr<const grant> by)
      : here(at), facts(std::move(whose)), granted(std::move(by)) {}

  void on_message(websocket::session&, std::string_view payload, bool is_binary) override {
    here.service.accept(*this, payload, is_binary);
  }
  void on_close(websocket::session&, const websocket::closure& how) override { here.service.on_closed(*this, how); }

  // Can anything be sent?
  bool is_open() const noexcept { return session != nullptr && !has_closed && !is_closing; }
  // No message waits for its function or its answer.
  bool is_quiet() const noexcept { return in_flight == 0 && waiting.empty(); }

  struct waiting_message {
    std::string payload;
    bool is_binary;
  };

  const presence here;
  const websocket_connection facts;
  const std::shared_ptr<const grant> granted;  // by the authorizer; null: there is none
  std::unique_ptr<websocket::session> session;
  std::deque<waiting_message> waiting;  // beyond those in flight
  unsigned in_flight = 0;               // messages whose function works
  bool is_paused = false;
  bool is_closing = false;  // we have said so
  bool has_closed = false;
  std::uint16_t close_code = 1006;
  std::string close_reason;
};

}  // namespace lamina::gateway
