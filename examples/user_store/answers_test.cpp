#include "examples/user_store/answers.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace user_store {
namespace {

using namespace lamina;

http_response finished(std::string_view method, const json::value& headers, http_response response) {
  lamina::testing::manual_scheduler loop;
  context invocation(loop);
  const json::value document{{"httpMethod", method}, {"path", "/"}, {"headers", headers}};
  const http_event event(document);
  add_framework_headers(routed_request(event, invocation), response);
  return response;
}

// Computed with Python's hashlib.
TEST(answer, has_the_weak_tag_that_express_makes) {
  EXPECT_EQ(etag_of(""), "W/\"0-2jmj7l5rSw0yVb/vlWAYkK/YBwk\"");
  EXPECT_EQ(etag_of(R"({"id":"alice"})"), "W/\"e-D8xtAKBFAi0kDEAE0RcB2zVan30\"");
}

TEST(answer, says_304_to_who_has_it_already) {
  const auto fresh = answer_json({{"id", "alice"}});
  const std::string tag = etag_of(fresh.body);
  EXPECT_EQ(finished("GET", json::object(), fresh).headers.at("ETag"), tag);
  EXPECT_EQ(finished("GET", json::object(), fresh).headers.at("X-Powered-By"), "Express");
  for (const std::string& known : {tag, tag.substr(2), "\"other\", " + tag, std::string("*")}) {
    const auto response = finished("GET", {{"If-None-Match", known}}, fresh);
    EXPECT_EQ(response.status_code, 304) << known;
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(response.headers.count("Content-Type"), 0u);
    EXPECT_EQ(response.headers.at("ETag"), tag);
  }
  EXPECT_EQ(finished("HEAD", {{"If-None-Match", tag}}, fresh).status_code, 304);
  EXPECT_EQ(finished("GET", {{"If-None-Match", "\"other\""}}, fresh).status_code, 200);
  EXPECT_EQ(finished("PUT", {{"If-None-Match", tag}}, fresh).status_code, 200);
  EXPECT_EQ(finished("GET", {{"If-None-Match", tag}, {"Cache-Control", "no-cache"}}, fresh).status_code, 200);
  EXPECT_EQ(finished("GET", {{"If-None-Match", "*"}}, answer_json(1, 404)).status_code, 404);
}

TEST(answer, to_an_error_tells_clients_only_what_is_theirs) {
  lamina::testing::manual_scheduler loop;
  context invocation(loop);
  const json::value document = json::object();
  const http_event event(document);
  const routed_request request(event, invocation);
  EXPECT_EQ(answer_error(error(409, "taken"), request).body, R"({"statusCode":409,"message":"taken"})");
  for (const error& inner : {error("table password: disk full"), error(500, "table password"), error(503, "locked")}) {
    const auto response = answer_error(inner, request);
    EXPECT_EQ(response.status_code, 500);
    EXPECT_EQ(response.body, R"({"statusCode":500,"message":"Unexpected Server Error"})");
  }
  EXPECT_EQ(answer_not_found(request).body, R"({"statusCode":404,"message":"Not Found"})");
}

}  // namespace
}  // namespace user_store
