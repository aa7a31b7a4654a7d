#include "lamina/middlewares/ws_response/ws_response.h"

#include <utility>

#include "lamina/aws/connections.h"
#include "lamina/engine/options_reader.h"
#include "lamina/json/javascript.h"
#include "lamina/net/event_loop.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/ws-response";

std::string text_of(const json::value* data) {
  if (data == nullptr) return {};
  return data->is_string() ? std::string(data->get_string()) : json::serialize(*data);
}

std::string_view context_text(const json::value& event, std::string_view key) {
  const json::value* context = json::find(event, "requestContext");
  return context ? json::find_string(*context, key) : std::string_view();
}

}  // namespace

ws_response_options ws_response::read_options(const json::object& options) {
  ws_response_options result;
  options_reader read(options, package);
  json::object client;
  read.object("awsClientOptions", client);
  result.endpoint = json::find_string(json::value(client), "endpoint");
  bool prefetch = false;  // the endpoint is made of the event or given: there is nothing to fetch before
  read.boolean("disablePrefetch", prefetch);
  read.finish();
  return result;
}

ws_response ws_response::from_json(const json::object& options) { return ws_response(read_options(options)); }

ws_response::ws_response(ws_response_options options) : options_(std::move(options)) {
  if (!options_.connections) own_ = std::make_shared<aws::connections>();
}

task<result<void>> ws_response::send(scheduler& loop, std::string endpoint, std::string connection,
                                     std::string data) const {
  if (options_.connections) {
    result<void> sent =
        co_await options_.connections->post(std::move(endpoint), std::move(connection), std::move(data));
    co_return sent;
  }
  aws::connection_address to{std::move(endpoint), std::move(connection)};
  aws::delivery outcome;
  if (auto* const own_loop = dynamic_cast<net::event_loop*>(&loop)) {
    aws::delivery came = co_await own_->post(*own_loop, std::move(to), std::move(data));
    outcome = std::move(came);
  } else {
    outcome = own_->post(to, data);
  }
  if (!outcome.was_sent()) co_return outcome.as_error();
  co_return result<void>();
}

task<step> ws_response::after(request& request) const {
  json::value message = request.response.value_or(nullptr);
  const bool is_addressed = json::find(message, "Data") != nullptr || json::find(message, "ConnectionId") != nullptr;
  const json::value* data = is_addressed ? json::find(message, "Data") : request.response ? &message : nullptr;
  std::string connection(json::find_string(message, is_addressed ? "ConnectionId" : "", ""));
  if (connection.empty()) connection = context_text(request.event, "connectionId");
  if (connection.empty()) co_return go_on();

  const std::string endpoint = aws::management_endpoint(options_.endpoint, context_text(request.event, "domainName"),
                                                        context_text(request.event, "stage"));
  const std::string text = text_of(data);
  result<void> sent = co_await send(request.context.loop(), endpoint, connection, text);
  if (!sent && sent.error().name == "InvalidSignatureException") {
    result<void> again = co_await send(request.context.loop(), endpoint, connection, text);
    sent = std::move(again);
  }
  if (!sent) co_return fail(std::move(sent).error());
  request.response = json::object{{"statusCode", 200}};
  co_return go_on();
}

}  // namespace lamina
