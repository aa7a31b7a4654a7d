#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "lamina/base/percent_encoding.h"
#include "lamina/http/server.h"
#include "lamina/net/loop_threads.h"

namespace user_store {

// For tests: what stands for the gateway's management API, on a real socket. Answers 200 unless it is told otherwise.
class fake_management_api {
 public:
  struct call {
    std::string method;
    std::string connection_id;
    std::string body;
  };

  fake_management_api() {
    lamina::net::run_on(threads_[0], [this] {
      server_ = std::make_unique<lamina::http::server>(
          threads_[0], lamina::http::server_options{},
          [this](const lamina::http::request& asked, lamina::http::exchange open) { serve(asked, std::move(open)); });
      server_->listen().value();
    });
  }
  ~fake_management_api() {
    lamina::net::run_on(threads_[0], [this] { held_.clear(), server_.reset(); });
  }
  fake_management_api(const fake_management_api&) = delete;
  fake_management_api& operator=(const fake_management_api&) = delete;

  std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/dev"; }

  // 0: none at all, until the test ends.
  void answer(const std::string& connection_id, int status) {
    const std::lock_guard lock(lock_);
    statuses_[connection_id] = status;
  }
  // Called with each call, before it is answered.
  std::function<void(const call&)> before_answer;

  // In the order of the connections' ids, then as they came.
  std::vector<call> calls() const {
    const std::lock_guard lock(lock_);
    auto sorted = calls_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const call& left, const call& right) { return left.connection_id < right.connection_id; });
    return sorted;
  }
  // "POST a {}" and so on.
  std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    for (const auto& one : calls()) {
      lines.push_back(one.method + " " + one.connection_id + (one.body.empty() ? "" : " " + one.body));
    }
    return lines;
  }

 private:
  void serve(const lamina::http::request& asked, lamina::http::exchange open) {
    constexpr std::string_view path = "/dev/@connections/";
    const std::string target = lamina::percent_decode(asked.target);
    if (!target.starts_with(path)) return open.answer({.status = 404});
    const call made{std::string(asked.method), target.substr(path.size()), std::string(asked.body)};
    if (before_answer) before_answer(made);
    const std::lock_guard lock(lock_);
    calls_.push_back(made);
    const auto told = statuses_.find(made.connection_id);
    if (told == statuses_.end()) return open.answer({.status = 200});
    if (told->second == 0) return held_.push_back(std::move(open));
    open.answer({.status = told->second});
  }

  lamina::net::loop_threads threads_{1};
  std::unique_ptr<lamina::http::server> server_;
  mutable std::mutex lock_;
  std::map<std::string, int> statuses_;
  std::vector<call> calls_;
  std::list<lamina::http::exchange> held_;
};

}  // namespace user_store
