#include "lamina/middlewares/http_error_handler/http_error_handler.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

http_error_handler_options quiet(std::optional<std::string> fallback = {}) {
  return {.logger = nullptr, .fallback_message = std::move(fallback)};
}

std::string answer(error failure, http_error_handler_options options = quiet()) {
  testing::test_request call(nullptr);
  call.request.error = std::move(failure);
  http_error_handler(std::move(options)).on_error(call.request);
  return call.response_text();
}

error exposed(int status, std::string message, bool expose) {
  error failure(status, std::move(message));
  failure.expose = expose;
  return failure;
}

TEST(http_error_handler, shows_errors_below_500) {
  EXPECT_EQ(answer(error(404, "not here")),
            R"({"statusCode":404,"headers":{"Content-Type":"text/plain"},"body":"not here"})");
  EXPECT_EQ(answer(error(400, "[1,2]")),
            R"({"statusCode":400,"headers":{"Content-Type":"application/json"},"body":"[1,2]"})");
}

TEST(http_error_handler, hides_the_others_behind_a_500) {
  const std::string hidden = R"({"statusCode":500,"headers":{}})";
  EXPECT_EQ(answer(error(500, "db down")), hidden);
  EXPECT_EQ(answer(error(503, "db down")), hidden);
  EXPECT_EQ(answer(error("oops")), hidden);
  EXPECT_EQ(answer(exposed(400, "secret", false)), hidden);
  EXPECT_EQ(answer(error(503, "db down"), quiet("try later")),
            R"({"statusCode":500,"headers":{"Content-Type":"text/plain"},"body":"try later"})");
}

TEST(http_error_handler, follows_expose) {
  EXPECT_EQ(answer(exposed(500, "db down", true)),
            R"({"statusCode":500,"headers":{"Content-Type":"text/plain"},"body":"db down"})");
  error without_status("oops");
  without_status.expose = true;
  EXPECT_EQ(answer(without_status, quiet("f")),
            R"({"statusCode":500,"headers":{"Content-Type":"text/plain"},"body":"f"})");
}

TEST(http_error_handler, merges_the_errors_headers_when_it_is_shown) {
  error failure(401);
  failure.headers = {{"WWW-Authenticate", "Bearer"}, {"Content-Type", "text/html"}};
  EXPECT_EQ(answer(failure), R"({"statusCode":401,"headers":{"Content-Type":"text/html","WWW-Authenticate":"Bearer"},)"
                             R"("body":"Unauthorized"})");
  failure.expose = false;
  EXPECT_EQ(answer(failure), R"({"statusCode":500,"headers":{}})");
  failure.expose = true;
  failure.message.clear();
  failure.headers.erase("Content-Type");
  EXPECT_EQ(answer(failure), R"({"statusCode":401,"headers":{"WWW-Authenticate":"Bearer"}})");
}

TEST(http_error_handler, leaves_a_response_alone) {
  testing::test_request call(nullptr, json::value("mine"));
  call.request.error = error(404);
  http_error_handler({.logger = [](const error&) { FAIL(); }}).on_error(call.request);
  EXPECT_EQ(call.request.response, json::value("mine"));
}

TEST(http_error_handler, tells_the_logger_what_happened_and_outer_hooks_what_was_shown) {
  std::string logged;
  testing::test_request call(nullptr);
  call.request.error = error(503, "db down");
  http_error_handler({.logger = [&](const error& failure) { logged = failure.message; }}).on_error(call.request);
  EXPECT_EQ(logged, "db down");
  EXPECT_EQ(call.request.error->status_code, 500);
  EXPECT_EQ(call.request.error->message, "");
}

TEST(http_error_handler, logs_one_line_by_default) {
  ::testing::internal::CaptureStderr();
  answer(error(418, "tea"), {});
  const std::string line = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(line.find("\"message\":\"tea\""), std::string::npos) << line;
  EXPECT_NE(line.find("\"statusCode\":418"), std::string::npos) << line;
}

TEST(http_error_handler, reads_options) {
  EXPECT_EQ(http_error_handler::read_options({{"logger", false}}).logger, nullptr);
  EXPECT_EQ(http_error_handler::read_options({{"fallbackMessage", "f"}}).fallback_message, "f");
  EXPECT_THROW(standard_middlewares().make(http_error_handler::name, {{"logger", true}}), error);
  EXPECT_THROW(standard_middlewares().make(http_error_handler::name, {{"fallback", "f"}}), error);
}

}  // namespace
}  // namespace lamina
