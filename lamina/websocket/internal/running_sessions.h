#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lamina/http/server.h"
#include "lamina/net/loop_threads.h"
#include "lamina/websocket/handshake.h"
#include "lamina/websocket/session.h"

namespace lamina::websocket {

// For tests: a WebSocket server on a loop of its own thread, which writes down how connections ended. By default it
// sends every message back.
class running_sessions final : public session_owner {
 public:
  using reaction = std::function<void(session&, std::string_view payload, bool is_binary)>;

  explicit running_sessions(session_limits limits = {}, reaction on_message = echo) : react_(std::move(on_message)) {
    net::run_on(loop(), [&] {
      set_ = std::make_unique<session_set>(loop(), limits);
      server_ = std::make_unique<http::server>(
          loop(), http::server_options{},
          [this](const http::request& message, http::exchange open) { accept_one(message, std::move(open)); });
      server_->listen().value();
    });
  }
  ~running_sessions() override {
    net::run_on(loop(), [&] {
      server_.reset();
      sessions_.clear();
      set_.reset();
    });
  }

  static void echo(session& from, std::string_view payload, bool) {
    from.send(std::make_shared<const std::string>(payload));
  }

  net::event_loop& loop() { return threads_[0]; }
  std::uint16_t port() const { return server_->port(); }
  session_set& set() { return *set_; }
  // Runs it on the loop, with the session that was opened first of those that are left, and waits.
  void with_first(std::function<void(session&)> work) {
    wait_for([this] { return !sessions_.empty(); });
    net::run_on(loop(), [&] { work(*sessions_.front()); });
  }
  void on_loop(std::function<void()> work) { net::run_on(loop(), std::move(work)); }
  // Destroys all of them on the loop.
  void destroy_all() {
    net::run_on(loop(), [&] { sessions_.clear(); });
  }
  std::size_t left() {
    std::size_t count = 0;
    net::run_on(loop(), [&] { count = set_->size(); });
    return count;
  }
  // In a reaction: destroys all others.
  void destroy_all_but(session& kept) {
    std::erase_if(sessions_, [&kept](const auto& one) { return one.get() != &kept; });
  }
  session& first() { return *sessions_.front(); }
  session& last() { return *sessions_.back(); }
  // On the loop, for every session.
  void for_each(std::function<void(session&)> work) {
    net::run_on(loop(), [&] {
      for (const auto& one : sessions_) work(*one);
    });
  }
  // Instead of destroying the session a little later.
  void when_closed(std::function<void(session&)> call) {
    net::run_on(loop(), [&] { when_closed_ = std::move(call); });
  }

  // The endings so far as "code reason client|server", once there are that many; with a time limit.
  std::vector<std::string> endings(std::size_t count) {
    std::unique_lock lock(mutex_);
    told_.wait_for(lock, std::chrono::seconds(20), [&] { return endings_.size() >= count; });
    return endings_;
  }

  // Waits, with a time limit, until it holds on the loop.
  bool wait_for(std::function<bool()> holds) {
    for (const auto end = loop().now() + std::chrono::seconds(20); loop().now() < end; std::this_thread::yield()) {
      bool now = false;
      net::run_on(loop(), [&] { now = holds(); });
      if (now) return true;
    }
    return false;
  }

 private:
  void accept_one(const http::request& message, http::exchange open) {
    const auto asked = read_handshake(message);
    if (!asked) return open.answer({.status = asked.error().status_code});
    std::string greeting = accept(*asked, {});
    if (auto one = set_->open(open.detach(), std::move(greeting), *this)) sessions_.push_back(std::move(one));
  }

  void on_message(session& from, std::string_view payload, bool is_binary) override {
    react_(from, payload, is_binary);
  }

  void on_close(session& from, const closure& how) override {
    when_closed_(from);
    const std::lock_guard lock(mutex_);
    endings_.push_back(std::to_string(how.code) + " " + std::string(how.reason) +
                       (how.by_client ? " client" : " server"));
    told_.notify_all();
  }

  net::loop_threads threads_{1};
  reaction react_;
  std::function<void(session&)> when_closed_ = [this](session& from) {
    loop().post(
        [this, gone = &from] { std::erase_if(sessions_, [gone](const auto& one) { return one.get() == gone; }); });
  };
  std::unique_ptr<session_set> set_;
  std::unique_ptr<http::server> server_;
  std::vector<std::unique_ptr<session>> sessions_;
  std::mutex mutex_;
  std::condition_variable told_;
  std::vector<std::string> endings_;
};

}  // namespace lamina::websocket
