#include "lamina/testing/fake_runtime_api.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "lamina/http/server.h"

namespace lamina::testing {
namespace {

constexpr std::chrono::seconds patience{10};
constexpr std::string_view base = "/2018-06-01/runtime/";

}  // namespace

struct fake_runtime_api::state {
  struct event {
    std::string body;
    headers fields;
  };

  // The loop's thread only.
  net::event_loop loop;
  std::unique_ptr<http::server> server;
  std::deque<event> events;
  std::deque<http::exchange> polls;
  int post_status = 202;
  std::thread thread;

  std::mutex lock;
  std::condition_variable changed;
  std::deque<answer> answers;
  std::size_t waiting_polls = 0;

  void handle(const http::request& message, http::exchange open) {
    std::string_view path = message.target;
    if (!path.starts_with(base)) return open.answer({.status = 404});
    path.remove_prefix(base.size());
    if (path == "invocation/next") {
      polls.push_back(std::move(open));
      return hand_out();
    }
    answer posted{.kind = "init_error", .request_id = {}, .body = std::string(message.body), .error_type = {}};
    posted.error_type = message.find("Lambda-Runtime-Function-Error-Type");
    if (path != "init/error") {
      const std::size_t slash = path.rfind('/');
      posted.kind = path.substr(slash + 1);
      posted.request_id = path.substr(11, slash - 11);
    }
    open.answer({.status = post_status, .headers = {}, .body = R"({"status":"OK"})"});
    const std::scoped_lock locked(lock);
    answers.push_back(std::move(posted));
    changed.notify_all();
  }

  void hand_out() {
    while (!events.empty() && !polls.empty()) {
      event one = std::move(events.front());
      events.pop_front();
      http::exchange poll = std::move(polls.front());
      polls.pop_front();
      poll.answer({.status = 200, .headers = std::move(one.fields), .body = std::move(one.body)});
    }
    const std::scoped_lock locked(lock);
    waiting_polls = polls.size();
    changed.notify_all();
  }

  void on_loop(std::function<void()> work) {
    std::promise<void> done;
    loop.post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

  template <class Condition>
  void wait(std::string what, Condition condition) {
    std::unique_lock locked(lock);
    if (!changed.wait_for(locked, patience, condition)) throw std::runtime_error("fake_runtime_api: no " + what);
  }
};

fake_runtime_api::fake_runtime_api() : state_(std::make_unique<state>()) {
  state_->server = std::make_unique<http::server>(
      state_->loop, http::server_options{}, [raw = state_.get()](const http::request& message, http::exchange open) {
        raw->handle(message, std::move(open));
      });
  state_->server->listen().value();
  state_->thread = std::thread([raw = state_.get()] { raw->loop.run(); });
}

fake_runtime_api::~fake_runtime_api() {
  stop();
  state_->loop.stop();
  state_->thread.join();
}

std::uint16_t fake_runtime_api::port() const { return state_->server->port(); }
std::string fake_runtime_api::address() const { return "127.0.0.1:" + std::to_string(port()); }

void fake_runtime_api::push(std::string request_id, std::string event, headers more) {
  if (more.empty()) {
    const auto deadline = std::chrono::system_clock::now().time_since_epoch() + std::chrono::minutes(1);
    more = {{"Lambda-Runtime-Deadline-Ms",
             std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(deadline).count())},
            {"Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:hello"},
            {"Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"}};
  }
  more.insert(more.begin(), {"Lambda-Runtime-Aws-Request-Id", std::move(request_id)});
  state_->on_loop([&] {
    state_->events.push_back({std::move(event), std::move(more)});
    state_->hand_out();
  });
}

fake_runtime_api::answer fake_runtime_api::take_answer() {
  state_->wait("answer", [this] { return !state_->answers.empty(); });
  const std::scoped_lock locked(state_->lock);
  answer first = std::move(state_->answers.front());
  state_->answers.pop_front();
  return first;
}

void fake_runtime_api::wait_for_polls(std::size_t count) {
  state_->wait("poll", [&] { return state_->waiting_polls >= count; });
}

void fake_runtime_api::answer_posts_with(int status) {
  state_->on_loop([&] { state_->post_status = status; });
}

void fake_runtime_api::drop_polls() {
  state_->on_loop([&] {
    state_->polls.clear();
    state_->hand_out();
  });
}

void fake_runtime_api::stop() {
  state_->on_loop([&] {
    state_->polls.clear();
    state_->server.reset();
  });
}

}  // namespace lamina::testing
