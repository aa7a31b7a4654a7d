#include "lamina/middlewares/http_x402/facilitator.h"

#include <gtest/gtest.h>

#include "lamina/base/detached.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

// A facilitator on this machine that answers as it is told and remembers what it was asked.
struct fixture {
  fixture() { EXPECT_TRUE(server.listen()); }

  static detached run(task<result<json::value>> work, std::shared_ptr<std::string> said) {
    const result<json::value> came = co_await work;
    *said = came ? json::serialize(*came) : came.error().message;
    if (!came && came.error().cause) *said += " " + json::serialize(*came.error().cause);
  }
  std::string call(bool is_settle, std::string path = "/base/") {
    const auto facilitator = make_http_facilitator("http://127.0.0.1:" + std::to_string(server.port()) + path);
    const json::value payload{{"x402Version", 2}, {"payload", "p"}}, requirements{{"network", "n"}};
    auto said = std::make_shared<std::string>();
    run(is_settle ? facilitator->settle(payload, requirements, loop) : facilitator->verify(payload, requirements, loop),
        said);
    loop.run_until([&] { return !said->empty(); });
    return *said;
  }
  std::string verify(std::string with) { return answer = std::move(with), call(false); }
  std::string settle(std::string with) { return answer = std::move(with), call(true); }

  net::event_loop loop;
  int status = 200;
  std::string answer, asked;
  http::server server{loop, {}, [this](const http::request& message, http::exchange open) {
                        if (message.target == "/moved/verify")
                          return open.answer({.status = 308, .headers = {{"Location", "/base/verify"}}});
                        asked = std::string(message.method) + " " + std::string(message.target) + " " +
                                std::string(message.find("Content-Type")) + " " + std::string(message.body);
                        open.answer({.status = status, .body = answer});
                      }};
};

TEST(http_facilitator, asks_as_the_protocol_says) {
  fixture test;
  EXPECT_EQ(test.verify(R"({"isValid":true,"payer":"0xMe","unknown":1})"), R"({"isValid":true,"payer":"0xMe"})");
  EXPECT_EQ(test.asked,
            R"(POST /base/verify application/json {"x402Version":2,"paymentPayload":{"x402Version":2,"payload":"p"},)"
            R"("paymentRequirements":{"network":"n"}})");
  EXPECT_EQ(test.settle(R"({"network":"n","transaction":"t","success":true,"payer":null})"),
            R"({"success":true,"transaction":"t","network":"n"})");
  EXPECT_TRUE(test.asked.starts_with("POST /base/settle "));
}

TEST(http_facilitator, follows_where_it_is_sent) {
  fixture test;
  test.answer = R"({"isValid":true})";
  EXPECT_EQ(test.call(false, "/moved"), R"({"isValid":true})");
  EXPECT_TRUE(test.asked.starts_with("POST /base/verify application/json {"));
}

TEST(http_facilitator, hands_on_why_it_is_refused) {
  fixture test;
  test.status = 400;
  EXPECT_EQ(test.verify(R"({"isValid":false,"invalidReason":"expired"})"),
            R"(Facilitator verify failed (400) {"isValid":false,"invalidReason":"expired"})");
  EXPECT_EQ(test.settle("<html>"), "Facilitator settle failed (400)");
}

TEST(http_facilitator, believes_no_other_answer) {
  fixture test;
  EXPECT_EQ(test.verify("<html>"), "Facilitator verify returned invalid JSON");
  for (const char* const text : {"[]", "{}", R"({"isValid":"true"})", R"({"isValid":true,"payer":1})",
                                 R"({"isValid":true,"extra":[]})", R"({"isValid":null})"})
    EXPECT_EQ(test.verify(text), "Facilitator verify returned invalid data") << text;
  for (const char* const text : {R"({"success":true})", R"({"success":true,"transaction":"t","network":null})"})
    EXPECT_EQ(test.settle(text), "Facilitator settle returned invalid data") << text;
}

TEST(http_facilitator, says_when_nobody_is_there) {
  net::event_loop loop;
  auto said = std::make_shared<std::string>();
  fixture::run(make_http_facilitator("http://127.0.0.1:1")->verify({}, {}, loop), said);
  loop.run_until([&] { return !said->empty(); });
  EXPECT_TRUE(said->starts_with("Facilitator verify failed: http://127.0.0.1:1: ")) << *said;
  testing::manual_scheduler deaf;
  said->clear();
  fixture::run(make_http_facilitator("http://127.0.0.1:1")->settle({}, {}, deaf), said);
  EXPECT_EQ(*said, "Facilitator settle needs a net::event_loop");
}

}  // namespace
}  // namespace lamina
