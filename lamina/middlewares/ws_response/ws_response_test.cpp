#include "lamina/middlewares/ws_response/ws_response.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
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

TEST(ws_response, needs_connections) {
  EXPECT_THROW(ws_response({}), error);
  EXPECT_THROW(standard_middlewares().make(ws_response::name), error);
  EXPECT_EQ(ws_response::read_options({{"awsClientOptions", {{"endpoint", "https://x"}}}}).endpoint, "https://x");
  EXPECT_THROW(ws_response::read_options({{"x", 1}}), error);
}

}  // namespace
}  // namespace lamina
