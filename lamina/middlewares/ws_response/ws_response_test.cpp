#include "lamina/middlewares/ws_response/ws_response.h"

#include <gtest/gtest.h>

#include <thread>

#include "lamina/base/environment.h"
#include "lamina/engine/engine.h"
#include "lamina/http/server.h"
#include "lamina/middlewares/registry.h"
#include "lamina/net/event_loop.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

// Records what is sent, failing with the errors it is given first.
class recording_connections final : public websocket_connections {
 public:
  task<result<void>> post(std::string endpoint, std::string connection_id, std::string data) override {
    sent.push_back(endpoint + " " + connection_id + " " + data);
    if (failures.empty()) co_return result<void>();
    error next = failures.front();
    failures.erase(failures.begin());
    co_return next;
  }

  std::vector<std::string> sent;
  std::vector<error> failures;
};

const json::value event = {
    {"requestContext", {{"domainName", "ws.example"}, {"stage", "dev"}, {"connectionId", "c1"}}}};

struct run {
  std::shared_ptr<recording_connections> connections = std::make_shared<recording_connections>();
  outcome said = std::optional<json::value>();

  run& with(json::value response, json::value incoming = event, std::string endpoint = "") {
    testing::manual_scheduler loop;
    context context(loop);
    const engine chain = engine([response](const json::value&) {
                           return response;
                         }).use(ws_response({.connections = connections, .endpoint = std::move(endpoint)}));
    said = chain(std::move(incoming), context);
    return *this;
  }
  std::string answer() const { return said ? json::serialize(**said) : said.error().name; }
};

TEST(ws_response, sends_what_the_handler_returns) {
  const std::pair<json::value, std::string> cases[] = {{"é", "é"},
                                                       {json::parse(R"({"a":[1]})"), R"({"a":[1]})"},
                                                       {json::parse("[1]"), "[1]"},
                                                       {5, "5"},
                                                       {json::parse(R"({"statusCode":200})"), R"({"statusCode":200})"}};
  for (const auto& [response, data] : cases) {
    run done;
    EXPECT_EQ(done.with(response).answer(), R"({"statusCode":200})");
    EXPECT_EQ(done.connections->sent, std::vector{"https://ws.example/dev c1 " + data});
  }
}

TEST(ws_response, follows_an_address) {
  run done;
  done.with(json::parse(R"({"ConnectionId":"other","Data":"x"})"));
  EXPECT_EQ(done.connections->sent, std::vector<std::string>{"https://ws.example/dev other x"});
  EXPECT_EQ(done.with(json::parse(R"({"Data":{"a":1}})"), event, "https://fixed/prod").answer(),
            R"({"statusCode":200})");
  EXPECT_EQ(done.connections->sent.back(), R"(https://fixed/prod c1 {"a":1})");
}

TEST(ws_response, sends_nothing_without_a_connection) {
  run done;
  EXPECT_EQ(done.with("x", json::object()).answer(), R"("x")");
  EXPECT_TRUE(done.connections->sent.empty());
}

TEST(ws_response, reports_what_the_client_of_the_api_says) {
  run done;
  error gone(410, "gone");
  gone.name = "GoneException";
  done.connections->failures = {gone};
  EXPECT_EQ(done.with("x").answer(), "GoneException");
}

TEST(ws_response, tries_a_bad_signature_once_more) {
  run done;
  error bad("sig");
  bad.name = "InvalidSignatureException";
  done.connections->failures = {bad};
  EXPECT_EQ(done.with("x").answer(), R"({"statusCode":200})");
  EXPECT_EQ(done.connections->sent.size(), 2u);
  done.connections->failures = {bad, bad};
  EXPECT_EQ(done.with("x").answer(), "InvalidSignatureException");
}

TEST(ws_response, reads_its_options) {
  EXPECT_EQ(ws_response::read_options({{"awsClientOptions", {{"endpoint", "https://x"}}}}).endpoint, "https://x");
  EXPECT_THROW(ws_response::read_options({{"x", 1}}), error);
}

// The management API on a loop, for the chain of the registry that is given nothing.
struct management_api {
  explicit management_api(net::event_loop& loop)
      : listening(loop, {}, [this](const http::request& call, http::exchange open) {
          calls.push_back(std::string(call.method) + " " + std::string(call.target) + " " + std::string(call.body));
          open.answer(call.target.ends_with("gone") ? http::response{.status = 410} : http::response{});
        }) {
    listening.listen().value();
  }
  std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(listening.port()) + "/dev"; }

  std::vector<std::string> calls;
  http::server listening;
};

outcome answer_of(scheduler& loop, const std::string& id, const json::object& options = {}) {
  context context(loop);
  const engine chain = engine([](const json::value&) {
                         return json::value("hello");
                       }).use(standard_middlewares().make(ws_response::name, options));
  return chain({{"requestContext", {{"domainName", "ws.example"}, {"stage", "dev"}, {"connectionId", id}}}}, context);
}

TEST(ws_response, needs_nothing_more_than_its_name) {
  net::event_loop loop;
  management_api api(loop);
  environment_slot variable("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
  variable.set(api.endpoint());
  const outcome said = answer_of(loop, "c1=");
  ASSERT_TRUE(said) << said.error().message;
  EXPECT_EQ(json::serialize(**said), R"({"statusCode":200})");
  EXPECT_EQ(api.calls, std::vector<std::string>{"POST /dev/@connections/c1%3D hello"});
  EXPECT_EQ(answer_of(loop, "gone").error().name, "GoneException");
  EXPECT_EQ(answer_of(loop, "gone").error().status_code, 410);
}

TEST(ws_response, an_endpoint_that_is_given_counts_first) {
  net::event_loop loop;
  management_api api(loop);
  environment_slot variable("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
  variable.set("http://127.0.0.1:1");
  EXPECT_TRUE(answer_of(loop, "c", {{"awsClientOptions", {{"endpoint", api.endpoint()}}}}));
  EXPECT_EQ(answer_of(loop, "c").error().name, "ConnectionRefusedError");
}

TEST(ws_response, blocks_on_a_scheduler_that_is_no_event_loop) {
  net::event_loop loop;
  management_api api(loop);
  std::thread serving([&loop] { loop.run(); });
  testing::manual_scheduler own;
  EXPECT_TRUE(answer_of(own, "c", {{"awsClientOptions", {{"endpoint", api.endpoint()}}}}));
  loop.stop();
  serving.join();
}

}  // namespace
}  // namespace lamina
