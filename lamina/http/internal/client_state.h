#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lamina/http/client.h"
#include "lamina/http/internal/tls_stream.h"
#include "lamina/http/url.h"

namespace lamina::http {

class client_connection;
struct client_origin;

error client_failure(std::string_view name, const std::string& origin, std::string_view what);

// One request, from send() until it is answered or failed.
struct client_call {
  std::string head{};
  std::shared_ptr<const std::string> body{};
  client::completion done{};  // empty: it has been called
  scheduler::task_id deadline = 0;
  client_connection* carrier = nullptr;  // while it is on its way
  bool is_head = false;
  bool was_repeated = false;
};

// All connections to one host and port, and the requests that wait for one.
struct client_origin {
  using endpoint = boost::asio::ip::tcp::endpoint;

  url where{};
  std::string name{};  // "https://api.example"
  std::deque<std::shared_ptr<client_call>> waiting{};
  std::vector<std::shared_ptr<client_connection>> connections{};
  std::vector<client_connection*> idle{};  // the one used last at the back
  std::vector<endpoint> addresses{};
  steady_time addresses_good_until{};
  bool is_resolving = false;
  bool is_pump_posted = false;
  std::size_t established = 0;
};

// What the client's connections share with it; outlives the client while one of its calls is running.
struct client::impl : std::enable_shared_from_this<client::impl> {
  impl(net::event_loop& on, client_options with);

  void send(client_request request, completion done);
  void close();

  // For connections.
  result<std::shared_ptr<tls_context>> tls();
  // Calls the completion, unless that has been done. It may destroy the client.
  void answer(client_call& call, result<response_view> said);
  void repeat(client_origin& origin, std::shared_ptr<client_call> call);
  void became_idle(client_origin& origin, client_connection& one);
  void ended(client_origin& origin, client_connection& one);
  void could_not_connect(client_origin& origin, std::shared_ptr<client_call> call, const error& failure);

  net::event_loop& loop;
  const client_options options;
  std::size_t open = 0;
  bool closed = false;

 private:
  void refuse(completion done, error failure);
  client_origin& origin_of(url where);
  void pump_later(client_origin& origin);
  void pump(client_origin& origin);
  void open_connection(client_origin& origin, std::shared_ptr<client_call> call);
  client_connection* take_idle(client_origin& origin);
  void resolve(client_origin& origin);
  void resolved(const std::string& name, const boost::system::error_code& failure,
                const boost::asio::ip::tcp::resolver::results_type& found);
  void fail_all(std::deque<std::shared_ptr<client_call>> calls, const error& failure);
  void on_deadline(client_call& call, const std::string& origin);
  void sweep_later();
  void sweep();

  std::map<std::string, std::unique_ptr<client_origin>, std::less<>> origins_;
  std::unique_ptr<boost::asio::ip::tcp::resolver> resolver_;
  std::shared_ptr<tls_context> tls_;
  std::deque<std::shared_ptr<client_call>> failing_;  // to be told, one after the other
  scheduler::task_id sweeping_ = 0;
  unsigned answering_ = 0;  // completions that are being called
};

}  // namespace lamina::http
