#include "lamina/http/redirect.h"

#include <gtest/gtest.h>

#include "lamina/base/detached.h"
#include "lamina/http/server.h"

namespace lamina::http {
namespace {

// Answers "/STATUS?LOCATION" with that, and anything else with what it was sent.
struct fixture {
  fixture() { EXPECT_TRUE(front.listen() && other.listen()); }

  void handle(const request& message, exchange open) {
    ++requests;
    const std::string_view target = message.target;
    const std::size_t query = target.find('?');
    if (query == target.npos)
      return open.answer({.body = std::string(message.method) + " " + std::string(target) + " " +
                                  std::string(message.body) + std::string(message.find("Authorization"))});
    response said{.status = std::stoi(std::string(target.substr(1, 3)))};
    if (const auto location = target.substr(query + 1); !location.empty())
      said.headers = {{"location", std::string(location)}};
    open.answer(said);
  }
  std::string origin(const server& of) const { return "http://127.0.0.1:" + std::to_string(of.port()); }

  static detached run(net::event_loop& loop, client_request request, std::shared_ptr<std::string> said) {
    const result<response> came = co_await fetch_following(loop, std::move(request));
    *said = came ? std::to_string(came->status) + " " + came->body : came.error().name;
  }
  std::string get(std::string target, std::string method = "GET", std::string body = "") {
    client_request request{.method = std::move(method), .url = origin(front) + std::move(target)};
    request.headers = {{"Authorization", "secret"}};
    if (!body.empty()) request.body = std::make_shared<const std::string>(std::move(body));
    auto said = std::make_shared<std::string>();
    run(loop, std::move(request), said);
    loop.run_until([&] { return !said->empty(); });
    return *said;
  }

  net::event_loop loop;
  int requests = 0;
  server::handler handler() {
    return [this](const request& message, exchange open) { handle(message, std::move(open)); };
  }
  server front{loop, {}, handler()};
  server other{loop, {}, handler()};
};

TEST(redirect, is_followed_for_get) {
  fixture test;
  for (const char* const status : {"301", "302", "303", "307", "308"})
    EXPECT_EQ(test.get(std::string("/") + status + "?/there"), "200 GET /there secret") << status;
  EXPECT_EQ(test.get("/here"), "200 GET /here secret");
}

TEST(redirect, keeps_method_and_body_of_others) {
  fixture test;
  EXPECT_EQ(test.get("/308?/there", "POST", "body "), "200 POST /there body secret");
  EXPECT_EQ(test.get("/307?/there", "POST", "body "), "200 POST /there body secret");
  EXPECT_EQ(test.get("/302?/there", "POST", "body "), "302 ");
}

TEST(redirect, does_not_give_credentials_to_another_origin) {
  fixture test;
  EXPECT_EQ(test.get("/302?" + test.origin(test.other) + "/there"), "200 GET /there ");
  EXPECT_EQ(test.get("/302?//127.0.0.1:" + std::to_string(test.other.port()) + "/x"), "200 GET /x ");
  EXPECT_EQ(test.get("/302?" + test.origin(test.front) + "/there"), "200 GET /there secret");
}

TEST(redirect, ends_after_five) {
  fixture test;
  EXPECT_EQ(test.get("/302?/302?/302?/302?/302?/end"), "200 GET /end secret");
  const int before = test.requests;
  EXPECT_EQ(test.get("/302?/302?/302?/302?/302?/302?/end"), "302 ");
  EXPECT_EQ(test.requests, before + 6);
}

TEST(redirect, that_leads_nowhere_is_the_answer) {
  fixture test;
  EXPECT_EQ(test.get("/302?"), "302 ");
  EXPECT_EQ(test.get("/302?ftp:x"), "302 ");
  EXPECT_EQ(test.get("/304?/there"), "304 ");
  EXPECT_EQ(test.get("/404?/there"), "404 ");
}

}  // namespace
}  // namespace lamina::http
