#include "lamina/gateway/invoke/invoke_service.h"

#include <gtest/gtest.h>

#include "lamina/aws/sigv4.h"
#include "lamina/base/base64.h"
#include "lamina/config/serverless.h"
#include "lamina/gateway/gateway.h"
#include "lamina/gateway/internal/scripted.h"
#include "lamina/json/json.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::gateway {
namespace {

using function_pool::invocation_result;
using function_pool::outcome;
using internal::scripted;
using headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view service_text = R"(service: shop
provider: {name: aws}
functions:
  mail: {handler: x.y, events: [{http: GET mail}]}
  audit: {handler: x.y}
  missing: {handler: x.y}
)";

// A gateway whose functions answer what the test says.
class invoke_service_on : public ::testing::Test {
 protected:
  void open(gateway_options options = {.lambda = {.on_main_port = true}}) {
    config::warnings warned;
    service_ = config::load_serverless_text(service_text, {}, warned).value();
    options.listen.port = 0;
    open_ = gateway::make(service_, {{"mail", mail_}, {"audit", audit_}}, std::move(options), log_, threads_).value();
    ASSERT_TRUE(open_->start());
  }

  testing::raw_http_response call(std::string_view name, std::string_view body = "", const headers& with = {}) {
    return testing::fetch(open_->port(), "POST", "/2015-03-31/functions/" + std::string(name) + "/invocations", body,
                          with);
  }

  net::loop_threads threads_{2};
  std::string logged_;
  logger log_{log_level::info, [this](std::string_view line) { logged_ += line; }};
  function_pool::invocation seen_;
  invocation_result answer_{outcome::success, R"({"sent":true})"};
  std::shared_ptr<scripted> mail_ = std::make_shared<scripted>([this](const function_pool::invocation& work) {
    seen_ = work;
    return answer_;
  });
  std::shared_ptr<scripted> audit_ = std::make_shared<scripted>("\"noted\"");
  config::service service_;
  std::unique_ptr<gateway> open_;
};

TEST_F(invoke_service_on, a_function_is_invoked_and_its_result_is_the_body) {
  open();
  const auto got = call("shop-dev-mail", R"({"to": "you"})");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, R"({"sent":true})");
  EXPECT_EQ(got.header("Content-Type"), "application/json");
  EXPECT_EQ(got.header("X-Amz-Executed-Version"), "$LATEST");
  EXPECT_EQ(got.header("X-Amz-Function-Error"), "");
  EXPECT_EQ(got.header("X-Amz-Log-Result"), "");
  EXPECT_EQ(got.header("x-amzn-RequestId"), seen_.request_id);
  EXPECT_EQ(got.header("X-Amzn-Trace-Id"), seen_.trace_id);
  EXPECT_FALSE(got.header("Date").empty());
  EXPECT_EQ(seen_.event, R"({"to": "you"})");  // as it came
  EXPECT_FALSE(seen_.wants_log);
  EXPECT_EQ(call("audit").body, "\"noted\"");  // no route leads to it
}

TEST_F(invoke_service_on, an_empty_payload_is_an_empty_object) {
  open();
  EXPECT_EQ(call("mail").status, 200);
  EXPECT_EQ(seen_.event, "{}");
}

TEST_F(invoke_service_on, the_callers_trace_and_context_reach_the_function) {
  open();
  const std::string trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
  call("mail", "1", {{"X-Amzn-Trace-Id", trace}, {"X-Amz-Client-Context", base64_encode(R"({"a":1})")}});
  EXPECT_EQ(seen_.trace_id, trace);
  EXPECT_EQ(seen_.client_context, R"({"a":1})");
}

TEST_F(invoke_service_on, an_error_of_the_function_is_a_result_with_a_header) {
  answer_ = {outcome::function_error, R"({"errorMessage":"no"})"};
  open();
  const auto got = call("mail", "1");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.header("X-Amz-Function-Error"), "Unhandled");
  EXPECT_EQ(got.body, R"({"errorMessage":"no"})");
}

TEST_F(invoke_service_on, the_log_comes_with_the_result_where_asked_for) {
  answer_.log = "START RequestId: 1\nhello\n";
  open();
  const auto got = call("mail", "1", {{"X-Amz-Log-Type", "Tail"}});
  EXPECT_TRUE(seen_.wants_log);
  EXPECT_EQ(got.header("X-Amz-Log-Result"), base64_encode(answer_.log));
}

TEST_F(invoke_service_on, an_event_is_accepted_and_delivered_later) {
  open();
  const auto got = call("audit", "[1]", {{"X-Amz-Invocation-Type", "Event"}});
  EXPECT_EQ(got.status, 202);
  EXPECT_EQ(got.body, "");
  EXPECT_EQ(got.header("X-Amz-Executed-Version"), "");
  EXPECT_FALSE(got.header("x-amzn-RequestId").empty());
  open_->stop();  // what has begun comes to its end; what has not is lost with the memory
  EXPECT_LE(audit_->calls, 1);
}

TEST_F(invoke_service_on, a_dry_run_invokes_nothing) {
  open();
  const auto got = call("mail", "1", {{"X-Amz-Invocation-Type", "DryRun"}});
  EXPECT_EQ(got.status, 204);
  EXPECT_EQ(got.body, "");
  EXPECT_EQ(call("nothing", "1", {{"X-Amz-Invocation-Type", "DryRun"}}).status, 404);
  EXPECT_EQ(mail_->calls, 0);
}

TEST_F(invoke_service_on, a_function_that_is_not_there_is_named_with_its_arn) {
  open();
  auto got = call("nothing", "1");
  EXPECT_EQ(got.status, 404);
  EXPECT_EQ(got.header("x-amzn-ErrorType"), "ResourceNotFoundException");
  EXPECT_EQ(
      got.body,
      R"({"Type":"User","Message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:nothing:$LATEST"})");
  got = call("mail:7", "1");
  EXPECT_EQ(got.status, 404);
  EXPECT_EQ(
      got.body,
      R"({"Type":"User","Message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:shop-dev-mail:7"})");
}

TEST_F(invoke_service_on, a_function_that_cannot_be_run_here_says_so) {
  open();
  const auto got = call("missing", "1");
  EXPECT_EQ(got.status, 502);
  EXPECT_EQ(got.header("x-amzn-ErrorType"), "InvalidRuntimeException");
}

TEST_F(invoke_service_on, a_payload_must_be_json) {
  open();
  const auto got = call("mail", "{no json");
  EXPECT_EQ(got.status, 400);
  EXPECT_EQ(got.header("x-amzn-ErrorType"), "InvalidRequestContentException");
  EXPECT_TRUE(got.body.starts_with(R"({"Type":"User","message":"Could not parse request body into json: )"))
      << got.body;
  EXPECT_EQ(mail_->calls, 0);
}

TEST_F(invoke_service_on, payloads_have_limits) {
  open();
  const auto text_of = [](std::size_t bytes) { return '"' + std::string(bytes - 2, 'x') + '"'; };
  EXPECT_EQ(call("mail", text_of(6'291'456)).status, 200);
  const auto large = call("mail", text_of(6'291'457));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.header("x-amzn-ErrorType"), "RequestTooLargeException");
  EXPECT_EQ(
      large.body,
      R"({"Type":"User","message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"})");
  EXPECT_EQ(call("mail", text_of(1'048'576), {{"X-Amz-Invocation-Type", "Event"}}).status, 202);
  EXPECT_EQ(call("mail", text_of(1'048'577), {{"X-Amz-Invocation-Type", "Event"}}).status, 413);
}

TEST_F(invoke_service_on, what_is_throttled_or_cannot_be_started_says_which) {
  answer_ = {outcome::throttled, R"({"Reason":"X","Type":"User","message":"Rate Exceeded."})"};
  open();
  auto got = call("mail", "1");
  EXPECT_EQ(got.status, 429);
  EXPECT_EQ(got.header("x-amzn-ErrorType"), "TooManyRequestsException");
  EXPECT_EQ(got.body, answer_.payload);
  answer_ = {outcome::unavailable, R"({"errorMessage":"no program"})"};
  got = call("mail", "1");
  EXPECT_EQ(got.status, 500);
  EXPECT_EQ(got.header("x-amzn-ErrorType"), "ServiceException");
  EXPECT_EQ(got.body, R"({"Type":"Service","Message":"no program"})");
}

TEST_F(invoke_service_on, pages_in_browsers_and_proxies_are_refused) {
  open();
  for (const auto& [name, value] : headers{{"Origin", "https://evil.example"},
                                           {"Sec-Fetch-Site", "cross-site"},
                                           {"X-Forwarded-For", "203.0.113.7"},
                                           {"Forwarded", "for=203.0.113.7"},
                                           {"Via", "1.1 proxy"}}) {
    const auto got = call("mail", "1", {{name, value}});
    EXPECT_EQ(got.status, 403) << name;
    EXPECT_EQ(got.header("x-amzn-ErrorType"), "AccessDeniedException") << name;
  }
  testing::raw_http_client rebound(open_->port());
  rebound.send(
      "POST /2015-03-31/functions/mail/invocations HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(rebound.read_response().status, 403);
  EXPECT_EQ(mail_->calls, 0);
}

TEST_F(invoke_service_on, is_not_there_where_it_is_not_let_in) {
  open({});
  EXPECT_EQ(call("mail", "1").status, 403);
  EXPECT_EQ(call("mail", "1").body, R"({"message":"Forbidden"})");
  EXPECT_EQ(open_->invoke_url(), "");
  EXPECT_EQ(mail_->calls, 0);
}

TEST_F(invoke_service_on, may_have_a_port_of_its_own) {
  open({.lambda = {.port = 0}});
  const std::string url = open_->invoke_url();
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  EXPECT_NE(port, open_->port());
  EXPECT_EQ(testing::fetch(port, "POST", "/2015-03-31/functions/mail/invocations", "1").status, 200);
  EXPECT_EQ(testing::fetch(port, "GET", "/dev/mail").status, 404);
  EXPECT_EQ(call("mail", "1").status, 403);
}

TEST_F(invoke_service_on, wants_signatures_where_it_is_told_whose) {
  const aws::credentials keys{"AKIDEXAMPLE", "secret", ""};
  open({.management_keys = {keys}, .lambda = {.on_main_port = true}});
  auto got = call("mail", "1");
  EXPECT_EQ(got.status, 403);
  EXPECT_EQ(got.header("x-amzn-ErrorType"), "MissingAuthenticationTokenException");
  EXPECT_EQ(mail_->calls, 0);
}

TEST_F(invoke_service_on, writes_an_access_line) {
  open();
  const auto got = call("mail", "1");
  open_->stop();
  EXPECT_NE(logged_.find(got.header("x-amzn-RequestId")), std::string::npos) << logged_;
}

}  // namespace
}  // namespace lamina::gateway
