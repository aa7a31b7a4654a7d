#include "lamina/http/client.h"

#include <algorithm>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <coroutine>
#include <optional>

#include "lamina/http/internal/client_connection.h"
#include "lamina/http/internal/client_state.h"

namespace lamina::http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds addresses_stay_good{30};

bool is_value(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_the_clients_own(std::string_view name) {
  return equal_ignoring_case(name, "connection") || equal_ignoring_case(name, "transfer-encoding") ||
         equal_ignoring_case(name, "content-length");
}

bool has(const client_request& request, std::string_view name) {
  return std::ranges::any_of(request.headers, [name](const auto& one) { return equal_ignoring_case(one.first, name); });
}

// Request line, headers and the empty line; "" when one of them cannot be sent.
std::string head_of(const client_request& request, const url& where) {
  if (!is_token(request.method)) return {};
  std::string head = request.method;
  head.append(" ").append(where.target).append(" HTTP/1.1\r\n");
  if (!has(request, "host")) head.append("Host: ").append(where.authority()).append("\r\n");
  if (!has(request, "user-agent")) head.append("User-Agent: lamina\r\n");
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_value(value)) return {};
    if (!is_the_clients_own(name)) head.append(name).append(": ").append(value).append("\r\n");
  }
  const std::size_t length = request.body ? request.body->size() : 0;
  if (length != 0 || request.method == "POST" || request.method == "PUT" || request.method == "PATCH")
    head.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
  return head.append("\r\n");
}

// Addresses that need not be looked up.
std::vector<tcp::endpoint> known_addresses(const url& where) {
  if (where.host == "localhost")
    return {{boost::asio::ip::address_v4::loopback(), where.port},
            {boost::asio::ip::address_v6::loopback(), where.port}};
  error_code failure;
  const auto address = boost::asio::ip::make_address(where.host, failure);
  if (failure) return {};
  return {tcp::endpoint(address, where.port)};
}

// The loop's own client goes with the loop's other services.
class client_service final : public boost::asio::execution_context::service {
 public:
  using key_type = client_service;
  static inline boost::asio::execution_context::id id;

  explicit client_service(boost::asio::execution_context& context) : service(context) {}
  client& of(net::event_loop& loop) { return owned_ ? *owned_ : owned_.emplace(loop); }

 private:
  void shutdown() override { owned_.reset(); }

  std::optional<client> owned_;
};

// Shared with the completion, since a coroutine may be destroyed while it waits.
struct awaited_response {
  std::optional<result<response>> came{};
  std::coroutine_handle<> waiting{};
};

result<response> copy_of(const result<response_view>& said) {
  if (!said) return said.error();
  response copy{.status = said->status, .body = std::string(said->body)};
  for (const header& one : said->headers) copy.headers.emplace_back(one.name, one.value);
  return copy;
}

struct response_awaiter {
  client& through;
  client_request request;
  std::shared_ptr<awaited_response> state = std::make_shared<awaited_response>();

  ~response_awaiter() { state->waiting = {}; }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    state->waiting = waiting;
    through.send(std::move(request), [state = state](const result<response_view>& said) {
      state->came = copy_of(said);
      if (const auto next = std::exchange(state->waiting, {})) next.resume();
    });
  }
  result<response> await_resume() { return *std::move(state->came); }
};

}  // namespace

error client_failure(std::string_view name, const std::string& origin, std::string_view what) {
  error failure(origin + ": " + std::string(what));
  failure.name = name;
  return failure;
}

client::impl::impl(net::event_loop& on, client_options with) : loop(on), options(std::move(with)) {}

void client::impl::refuse(completion done, error failure) {
  loop.post([done = std::move(done), failure = std::move(failure)]() mutable { done(std::move(failure)); });
}

void client::impl::send(client_request request, completion done) {
  auto where = parse_url(request.url);
  if (closed || !where) {
    const std::string_view name = closed ? client_error::closed : client_error::bad_request;
    return refuse(std::move(done),
                  client_failure(name, "HTTP client", closed ? "is closed" : where.error().message.c_str()));
  }
  auto call = std::make_shared<client_call>();
  call->head = head_of(request, *where);
  if (call->head.empty())
    return refuse(std::move(done), client_failure(client_error::bad_request, where->origin(),
                                                  "a method or header cannot be sent: expected tokens and no control "
                                                  "characters"));
  call->is_head = request.method == "HEAD";
  call->body = std::move(request.body);
  call->done = std::move(done);
  client_origin& origin = origin_of(*std::move(where));
  const auto timeout = request.timeout.count() > 0 ? request.timeout : options.request_timeout;
  call->deadline = loop.call_after(timeout, [self = weak_from_this(), weak = std::weak_ptr(call), &origin] {
    const auto still_there = self.lock();
    const auto late = weak.lock();
    if (still_there && late && late->done) still_there->on_deadline(*late, origin.name);
  });
  origin.waiting.push_back(std::move(call));
  // Inside a completion: that one's connection will be free again in a moment.
  answering_ == 0 ? pump(origin) : pump_later(origin);
}

client_origin& client::impl::origin_of(url where) {
  std::string name = where.origin();
  if (const auto found = origins_.find(name); found != origins_.end()) return *found->second;
  auto made = std::make_unique<client_origin>();
  made->addresses = known_addresses(where);
  made->addresses_good_until = made->addresses.empty() ? steady_time() : steady_time::max();
  made->where = std::move(where);
  made->name = name;
  sweep_later();
  return *(origins_[std::move(name)] = std::move(made));
}

// Gives connections to those who wait, as long as there are some to be had.
void client::impl::pump(client_origin& origin) {
  while (!origin.waiting.empty() && !closed) {
    if (!origin.waiting.front()->done) {  // timed out meanwhile
      origin.waiting.pop_front();
      continue;
    }
    // What is sent again gets a connection that is new.
    client_connection* const idle = origin.waiting.front()->was_repeated ? nullptr : take_idle(origin);
    if (idle == nullptr && origin.connections.size() >= options.max_connections_per_origin) return;
    if (idle == nullptr && loop.now() >= origin.addresses_good_until) return resolve(origin);
    const auto call = std::move(origin.waiting.front());
    origin.waiting.pop_front();
    idle != nullptr ? idle->carry(call) : open_connection(origin, call);
  }
}

void client::impl::pump_later(client_origin& origin) {
  if (origin.waiting.empty() || std::exchange(origin.is_pump_posted, true)) return;
  loop.post([self = weak_from_this(), name = origin.name] {
    const auto still_there = self.lock();
    if (!still_there) return;
    const auto found = still_there->origins_.find(name);
    if (found == still_there->origins_.end()) return;
    found->second->is_pump_posted = false;
    still_there->pump(*found->second);
  });
}

void client::impl::open_connection(client_origin& origin, std::shared_ptr<client_call> call) {
  origin.connections.push_back(std::make_shared<client_connection>(shared_from_this(), origin));
  origin.connections.back()->open(std::move(call));
}

client_connection* client::impl::take_idle(client_origin& origin) {
  while (!origin.idle.empty()) {
    client_connection* const last = origin.idle.back();
    if (loop.now() - last->idle_since() < options.idle_timeout) {
      origin.idle.pop_back();
      return last;
    }
    last->abandon();
  }
  return nullptr;
}

void client::impl::resolve(client_origin& origin) {
  if (std::exchange(origin.is_resolving, true)) return;
  if (!resolver_) resolver_ = std::make_unique<tcp::resolver>(loop.context());
  resolver_->async_resolve(origin.where.host, std::to_string(origin.where.port), tcp::resolver::numeric_service,
                           [self = weak_from_this(), name = origin.name](const error_code& failure,
                                                                         const tcp::resolver::results_type& found) {
                             if (const auto still_there = self.lock(); still_there && !still_there->closed)
                               still_there->resolved(name, failure, found);
                           });
}

void client::impl::resolved(const std::string& name, const error_code& failure,
                            const tcp::resolver::results_type& found) {
  client_origin& origin = *origins_.at(name);
  origin.is_resolving = false;
  if (failure || found.empty())
    return fail_all(std::exchange(origin.waiting, {}),
                    client_failure(client_error::not_found, name, "the host is not known: " + failure.message()));
  origin.addresses.clear();
  for (const auto& one : found) origin.addresses.push_back(one.endpoint());
  origin.addresses_good_until = loop.now() + addresses_stay_good;
  pump(origin);
}

result<std::shared_ptr<tls_context>> client::impl::tls() {
  if (tls_) return tls_;
  auto made = tls_context::make(options.ca_file);
  if (made) tls_ = *made;
  return made;
}

void client::impl::answer(client_call& call, result<response_view> said) {
  if (!call.done) return;
  loop.cancel(call.deadline);
  const auto self = shared_from_this();
  auto done = std::exchange(call.done, {});
  ++answering_;
  done(std::move(said));
  --answering_;
}

void client::impl::fail_all(std::deque<std::shared_ptr<client_call>> calls, const error& failure) {
  const auto self = shared_from_this();
  const bool is_running = !failing_.empty();
  for (auto& one : calls) failing_.push_back(std::move(one));
  if (is_running) return;
  while (!failing_.empty()) {
    const auto next = std::move(failing_.front());
    failing_.pop_front();
    answer(*next, failure);
  }
}

void client::impl::repeat(client_origin& origin, std::shared_ptr<client_call> call) {
  call->was_repeated = true;
  origin.waiting.push_front(std::move(call));
  pump_later(origin);
}

void client::impl::became_idle(client_origin& origin, client_connection& one) {
  origin.idle.push_back(&one);
  pump(origin);
}

void client::impl::ended(client_origin& origin, client_connection& one) {
  std::erase(origin.idle, &one);
  std::erase_if(origin.connections, [&one](const auto& listed) { return listed.get() == &one; });
  if (!closed) pump_later(origin);
}

// Nobody there: the others who wait would find out one after the other.
void client::impl::could_not_connect(client_origin& origin, std::shared_ptr<client_call> call, const error& failure) {
  std::deque<std::shared_ptr<client_call>> calls;
  if (origin.established == 0) calls = std::exchange(origin.waiting, {});
  if (origin.addresses_good_until != steady_time::max()) origin.addresses_good_until = {};  // they may have changed
  if (call) calls.push_front(std::move(call));
  fail_all(std::move(calls), failure);
}

void client::impl::on_deadline(client_call& call, const std::string& origin) {
  if (call.carrier != nullptr) call.carrier->abandon();
  answer(call, client_failure(client_error::timed_out, origin, "did not answer in time"));
}

void client::impl::sweep_later() {
  if (sweeping_ != 0) return;
  sweeping_ = loop.call_after(options.idle_timeout / 4, [self = weak_from_this()] {
    if (const auto still_there = self.lock()) still_there->sweep();
  });
}

// Closes what has been idle for too long, forgets origins nobody speaks to.
void client::impl::sweep() {
  sweeping_ = 0;
  const steady_time now = loop.now();
  for (auto at = origins_.begin(); at != origins_.end();) {
    client_origin& origin = *at->second;
    const auto idle = origin.idle;
    for (client_connection* one : idle)
      if (now - one->idle_since() >= options.idle_timeout) one->abandon();
    const bool is_unused = origin.connections.empty() && origin.waiting.empty() && !origin.is_resolving;
    at = is_unused ? origins_.erase(at) : std::next(at);
  }
  if (!origins_.empty()) sweep_later();
}

void client::impl::close() {
  const auto self = shared_from_this();
  closed = true;
  if (sweeping_ != 0) loop.cancel(std::exchange(sweeping_, 0));
  resolver_.reset();
  std::deque<std::shared_ptr<client_call>> calls = std::exchange(failing_, {});
  for (const auto& [name, origin] : origins_) {
    const auto connections = origin->connections;
    for (const auto& one : connections)
      if (auto call = one->abandon()) calls.push_back(std::move(call));
    for (auto& call : origin->waiting) calls.push_back(std::move(call));
    origin->waiting.clear();
  }
  fail_all(std::move(calls), client_failure(client_error::closed, "HTTP client", "was closed"));
  origins_.clear();
}

client::client(net::event_loop& loop, client_options options)
    : impl_(std::make_shared<impl>(loop, std::move(options))) {}

client::~client() { impl_->close(); }

client& client::of(net::event_loop& loop) { return boost::asio::use_service<client_service>(loop.context()).of(loop); }

void client::send(client_request request, completion done) { impl_->send(std::move(request), std::move(done)); }

task<result<response>> client::fetch(client_request request) {
  response_awaiter later{*this, std::move(request)};
  result<response> came = co_await later;
  co_return came;
}

std::size_t client::connection_count() const noexcept { return impl_->open; }

}  // namespace lamina::http
