// docs/rest-api.md: its examples are services that do what the page says.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "lamina/config/serverless.h"
#include "lamina/gateway/gateway.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina {
namespace {

struct hello : function_pool::function {
  void invoke(function_pool::invocation work, scheduler& caller, completion done) override {
    event = work.event;
    caller.post([done = std::move(done)]() mutable { done({function_pool::outcome::success, R"({"body":"hello"})"}); });
  }
  std::string event;  // the last one
};

// The example of the section with that title.
std::string example(const std::string& title) {
  std::ifstream file(LAMINA_SOURCE_DIR "/docs/rest-api.md", std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::string begin = "```yaml\n";
  const std::size_t section = page.find("\n## " + title + "\n"), at = page.find(begin, section) + begin.size();
  EXPECT_NE(section, std::string::npos) << title;
  return page.substr(at, page.find("```\n", at) - at);
}

class rest_api_page : public ::testing::Test {
 protected:
  void serve(const std::string& title) {
    config::warnings warned;
    auto service = config::load_serverless_text(example(title), {}, warned);
    ASSERT_TRUE(service) << service.error().message;
    for (const auto& one : warned) ADD_FAILURE() << one.message();
    auto made = gateway::gateway::make(*service, {{"app", app}}, {}, log, threads);
    ASSERT_TRUE(made) << made.error().message;
    open = *std::move(made);
    ASSERT_TRUE(open->start());
  }
  testing::raw_http_response send(const std::string& line, const std::string& headers = "",
                                  const std::string& body = "") {
    testing::raw_http_client client(open->port());
    client.send(line + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
                "\r\n" + body);
    return client.read_response();
  }

  logger log{log_level::error, [](std::string_view) {}};
  std::shared_ptr<hello> app = std::make_shared<hello>();
  net::loop_threads threads{1};
  std::unique_ptr<gateway::gateway> open;
};

TEST_F(rest_api_page, keys_open_private_routes) {
  ASSERT_NO_FATAL_FAILURE(serve("API keys and usage plans"));
  EXPECT_EQ(send("GET /dev/orders").status, 403);
  EXPECT_EQ(send("GET /dev/orders", "x-api-key: a-key-of-twenty-letters-or-more\r\n").body, "hello");
  ASSERT_EQ(open->notes().size(), 1u);
  const std::string& note = open->notes()[0];
  EXPECT_EQ(send("GET /dev/orders", "x-api-key: " + note.substr(note.rfind(' ') + 1) + "\r\n").body, "hello");
}

TEST_F(rest_api_page, routes_are_throttled_each_by_itself) {
  ASSERT_NO_FATAL_FAILURE(serve("Throttling"));
  int refused = 0;
  for (int i = 0; i < 50 && refused == 0; ++i) refused += send("POST /dev/orders").status == 429 ? 1 : 0;
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(send("GET /dev/orders").status, 200);
  EXPECT_EQ(send("GET /dev/health").status, 200);
}

TEST_F(rest_api_page, requests_are_as_the_event_asks) {
  ASSERT_NO_FATAL_FAILURE(serve("Parameters and bodies"));
  EXPECT_EQ(send("POST /dev/orders/7", "", R"({"item":"a"})").body,
            R"({"message":"Missing required request parameters: [X-Client]"})");
  EXPECT_EQ(send("POST /dev/orders/7", "X-Client: me\r\n", R"({"count":1})").body,
            R"({"message":"Invalid request body"})");
  EXPECT_EQ(send("POST /dev/orders/7", "X-Client: me\r\n", R"({"item":"a","count":1})").body, "hello");
}

TEST_F(rest_api_page, answers_are_changed) {
  ASSERT_NO_FATAL_FAILURE(serve("Answers of the gateway itself"));
  const auto refused = send("GET /dev/orders");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.body, R"({"error": "Forbidden", "path": "/dev/orders"})");
  EXPECT_EQ(refused.header("X-Request"), refused.header("x-amzn-RequestId"));
  EXPECT_EQ(refused.header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(send("GET /dev/nothing").header("Access-Control-Allow-Origin"), "*");
}

TEST_F(rest_api_page, templates_map_requests_and_answers) {
  ASSERT_NO_FATAL_FAILURE(serve("Mapping templates"));
  const auto made = send("POST /dev/orders/north", "Content-Type: application/json\r\n",
                         R"({"customer":["Ada"],"lines":[{"price":2,"count":3},{"price":1.5,"count":1}]})");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(json::parse(made.body), json::parse(R"({"said":"hello","shop":"north"})"));
  EXPECT_EQ(json::parse(app->event), json::parse(R"({"shop":"north","customer":["Ada"],"total":7.5})"));
  EXPECT_EQ(send("POST /dev/orders/north", "Content-Type: text/plain\r\n", "x").status, 415);
  EXPECT_EQ(send("POST /dev/orders/north", "", "no json").status, 400);
  EXPECT_EQ(send("GET /dev/status/orders").body, R"({"stage": "dev"})");
  const auto none = send("GET /dev/status/moon");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.body, R"({"unknown": "moon"})");
}

}  // namespace
}  // namespace lamina
