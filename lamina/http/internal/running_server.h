#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "lamina/http/server.h"

namespace lamina::http {

// For tests: a server on a loop of its own thread. By default it answers with what it was asked.
class running_server {
 public:
  explicit running_server(server_options options = {}, server::handler handle = echo, server::rejection reject = {})
      : handle_(std::move(handle)) {
    server_ = std::make_unique<server>(
        loop_, std::move(options), [this](const request& message, exchange open) { handle_(message, std::move(open)); },
        std::move(reject));
    server_->listen().value();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~running_server() {
    on_loop([this] { server_.reset(), handle_ = {}; });
    loop_.stop();
    thread_.join();
  }

  static void echo(const request& message, exchange open) {
    std::string text;
    text.append(message.method).append(" ").append(message.target).append(" ").append(message.body);
    open.answer({.status = 200, .headers = {{"X-Version", std::to_string(message.version)}}, .body = text});
  }

  std::uint16_t port() const { return server_->port(); }
  net::event_loop& loop() { return loop_; }
  http::server& served() { return *server_; }

  // Runs it there and waits.
  void on_loop(std::function<void()> work) {
    std::promise<void> done;
    loop_.post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

 private:
  net::event_loop loop_;
  server::handler handle_;
  std::unique_ptr<http::server> server_;
  std::thread thread_;
};

}  // namespace lamina::http
