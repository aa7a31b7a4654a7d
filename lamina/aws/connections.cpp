#include "lamina/aws/connections.h"

#include <map>
#include <mutex>

#include "lamina/aws/internal/sha256.h"
#include "lamina/aws/sigv4.h"
#include "lamina/base/environment.h"
#include "lamina/base/hex.h"
#include "lamina/base/percent_encoding.h"
#include "lamina/http/client.h"
#include "lamina/http/url.h"
#include "lamina/json/json.h"

namespace lamina::aws {
namespace {

constexpr std::string_view service = "execute-api";

// "eu-west-1" of "abc.execute-api.eu-west-1.amazonaws.com", else "".
std::string_view region_of_host(std::string_view host) {
  constexpr std::string_view before = ".execute-api.";
  const std::size_t start = host.find(before);
  if (start == host.npos || host.find(".amazonaws.com", start) == host.npos) return {};
  host.remove_prefix(start + before.size());
  return host.substr(0, host.find('.'));
}

std::string url_of(const connection_address& to) {
  std::string_view endpoint = to.endpoint;
  while (endpoint.ends_with('/')) endpoint.remove_suffix(1);
  return std::string(endpoint) + "/@connections/" + percent_encode(to.connection_id);
}

delivery_status status_of(int http_status) {
  if (http_status >= 200 && http_status < 300) return delivery_status::sent;
  switch (http_status) {
    case 410: return delivery_status::gone;
    case 413: return delivery_status::too_large;
    case 429: return delivery_status::throttled;
    default: return delivery_status::failed;
  }
}

// "GoneException" of "com.amazonaws.apigateway#GoneException:http://...", the forms AWS writes it in.
std::string_view short_name(std::string_view type) {
  type = type.substr(0, type.find(':'));
  const std::size_t hash = type.rfind('#');
  return hash == type.npos ? type : type.substr(hash + 1);
}

std::string_view standard_name(delivery_status status) {
  switch (status) {
    case delivery_status::gone: return "GoneException";
    case delivery_status::too_large: return "PayloadTooLargeException";
    case delivery_status::throttled: return "LimitExceededException";
    default: return "ServiceException";
  }
}

delivery answer_of(const connection_address& to, const http::response_view& said) {
  delivery made{.status = status_of(said.status), .http_status = said.status};
  if (made.was_sent()) return made;
  const json::value body = json::try_parse(said.body).value_or(nullptr);
  std::string_view type = said.find("x-amzn-errortype");
  if (type.empty()) type = json::find_string(body, "__type");
  made.name = short_name(type.empty() ? standard_name(made.status) : type);
  std::string_view message = json::find_string(body, "message");
  if (message.empty()) message = json::find_string(body, "Message");
  made.reason = "connection " + to.connection_id + " at " + to.endpoint + ": " + std::to_string(said.status) + " " +
                std::string(message.empty() ? reason_phrase(said.status) : message);
  return made;
}

delivery outcome_of(const connection_address& to, const result<http::response_view>& said) {
  if (said) return answer_of(to, *said);
  const error& failure = said.error();
  const bool is_request = failure.name == http::client_error::bad_request;
  return {.status = is_request ? delivery_status::failed : delivery_status::unreachable,
          .name = failure.name,
          .reason = "connection " + to.connection_id + ": " + failure.message};
}

// Will the next request fare better? What merely broke off may.
bool is_beyond_reach(const delivery& one) {
  return one.status == delivery_status::unreachable && one.name != http::client_error::reset;
}

connection_details details_of(std::string_view body) {
  const json::value document = json::try_parse(body).value_or(nullptr);
  const json::value* const identity = json::find(document, "identity");
  connection_details found;
  found.connected_at = json::find_string(document, "connectedAt");
  found.last_active_at = json::find_string(document, "lastActiveAt");
  if (identity != nullptr) {
    found.source_ip = json::find_string(*identity, "sourceIp");
    found.user_agent = json::find_string(*identity, "userAgent");
  }
  return found;
}

// What a blocking call needs, kept for the next one.
struct line {
  explicit line(http::client_options options) : client(loop, std::move(options)) {}
  net::event_loop loop;
  http::client client;
};

}  // namespace

error delivery::as_error() const {
  error made(http_status == 0 ? 502 : http_status, reason);
  made.name = name;
  return made;
}

struct connections::impl {
  explicit impl(connections_options with) : options(std::move(with)), default_region(region_from_environment()) {
    if (!options.keys) options.keys = credentials_from_environment();
    if (options.keys) signs.emplace(*options.keys, std::string(service));
  }

  std::string_view region_for(std::string_view host) const {
    if (!options.region.empty()) return options.region;
    if (const std::string_view region = region_of_host(host); !region.empty()) return region;
    return default_region.empty() ? "us-east-1" : std::string_view(default_region);
  }

  http::client_request request_for(std::string_view method, const connection_address& to, system_time now,
                                   std::shared_ptr<const std::string> body = {}, std::string_view digest = {}) const {
    http::client_request request{.method = std::string(method), .url = url_of(to), .body = std::move(body)};
    request.timeout = options.timeout;
    if (request.body) request.headers.emplace_back("Content-Type", "application/octet-stream");
    if (!signs) return request;
    const auto where = http::parse_url(request.url);
    if (!where) return request;  // the client says what is wrong with it
    const std::string host = where->authority();
    std::vector<http::header> headers = {{"Host", host}};
    for (const auto& [name, value] : request.headers) headers.push_back({name, value});
    auto added = signs->sign({.method = method,
                              .target = where->target,
                              .headers = headers,
                              .body = request.body ? std::string_view(*request.body) : std::string_view(),
                              .body_sha256 = digest},
                             region_for(where->host), now);
    for (auto& one : added) request.headers.push_back(std::move(one));
    return request;
  }

  std::unique_ptr<line> take_line() {
    const std::lock_guard lock(mutex);
    if (lines.empty())
      return std::make_unique<line>(http::client_options{
          .max_connections_per_origin = options.max_parallel,
          .connect_timeout = std::min<std::chrono::milliseconds>(options.timeout, std::chrono::seconds(5))});
    auto taken = std::move(lines.back());
    lines.pop_back();
    return taken;
  }
  void give_back(std::unique_ptr<line> used) {
    const std::lock_guard lock(mutex);
    lines.push_back(std::move(used));
  }

  // One request; `read` sees the response.
  template <class Read>
  void call(std::string_view method, const connection_address& to, std::shared_ptr<const std::string> body, Read read) {
    auto used = take_line();
    bool is_done = false;
    used->client.send(request_for(method, to, used->loop.wall_clock(), std::move(body)),
                      [&](const result<http::response_view>& said) {
                        read(said);
                        is_done = true;
                      });
    used->loop.run_until([&is_done] { return is_done; });
    give_back(std::move(used));
  }

  struct round_of_posts;

  connections_options options;
  const std::string default_region;
  std::optional<signer> signs;
  std::mutex mutex;
  std::vector<std::unique_ptr<line>> lines;  // that nobody is using
};

// post_to_all under way: so many requests at once, each followed by the next that is left.
struct connections::impl::round_of_posts {
  const impl& sender;
  line& on;
  std::span<const connection_address> to;
  std::shared_ptr<const std::string> data;
  const std::string digest = sender.signs ? hex_encode(bytes_of(sha256({*data}))) : std::string();
  std::vector<delivery> outcomes = std::vector<delivery>(to.size());
  std::map<std::string, error, std::less<>> given_up{};  // by endpoint
  std::size_t next = 0;
  std::size_t under_way = 0;

  void run() {
    for (std::size_t i = 0; i < sender.options.max_parallel; ++i) send_next();
    on.loop.run_until([this] { return under_way == 0; });
  }

  void send_next() {
    for (; next < to.size(); ++next) {
      const auto given = given_up.find(to[next].endpoint);
      if (given == given_up.end()) return send(next++);
      outcomes[next] = outcome_of(to[next], given->second);
    }
  }

  void send(std::size_t index) {
    ++under_way;
    on.client.send(sender.request_for("POST", to[index], on.loop.wall_clock(), data, digest),
                   [this, index](const result<http::response_view>& said) {
                     outcomes[index] = outcome_of(to[index], said);
                     if (is_beyond_reach(outcomes[index])) given_up.try_emplace(to[index].endpoint, said.error());
                     send_next();
                     --under_way;
                   });
  }
};

connections::connections(connections_options options) : impl_(std::make_unique<impl>(std::move(options))) {}
connections::~connections() = default;

delivery connections::post(const connection_address& to, std::string_view data) {
  delivery outcome;
  impl_->call("POST", to, std::make_shared<const std::string>(data),
              [&](const result<http::response_view>& said) { outcome = outcome_of(to, said); });
  return outcome;
}

std::vector<delivery> connections::post_to_all(std::span<const connection_address> to, std::string_view data) {
  auto used = impl_->take_line();
  impl::round_of_posts round{*impl_, *used, to, std::make_shared<const std::string>(data)};
  round.run();
  impl_->give_back(std::move(used));
  return std::move(round.outcomes);
}

result<connection_details> connections::get(const connection_address& of) {
  result<connection_details> found = connection_details();
  impl_->call("GET", of, nullptr, [&](const result<http::response_view>& said) {
    const delivery outcome = outcome_of(of, said);
    found = outcome.was_sent() ? result(details_of(said->body)) : result<connection_details>(outcome.as_error());
  });
  return found;
}

delivery connections::remove(const connection_address& which) {
  delivery outcome;
  impl_->call("DELETE", which, nullptr,
              [&](const result<http::response_view>& said) { outcome = outcome_of(which, said); });
  return outcome;
}

task<delivery> connections::post(net::event_loop& loop, connection_address to, std::string data) {
  auto request =
      impl_->request_for("POST", to, loop.wall_clock(), std::make_shared<const std::string>(std::move(data)));
  const result<http::response> came = co_await http::client::of(loop).fetch(std::move(request));
  if (!came) co_return outcome_of(to, came.error());
  std::vector<http::header> headers;
  for (const auto& [name, value] : came->headers) headers.push_back({name, value});
  co_return answer_of(to, {.status = came->status, .headers = headers, .body = came->body});
}

std::string management_endpoint(std::string_view configured, std::string_view domain_name, std::string_view stage) {
  if (!configured.empty()) return std::string(configured);
  if (auto given = environment_variable("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"); given && !given->empty())
    return *std::move(given);
  std::string made = "https://" + std::string(domain_name);
  return stage.empty() ? made : made.append("/").append(stage);
}

}  // namespace lamina::aws
