#include "lamina/gateway/invoke/invoke_request.h"

#include <gtest/gtest.h>

#include "lamina/base/base64.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using invocation_type = invoke_request::invocation_type;

invoke_reading read(std::string_view target, const std::vector<http::header>& headers = {},
                    std::string_view method = "POST") {
  return read_invoke_request({.method = method, .target = target, .headers = headers});
}

invoke_reading read_name(const std::string& name, const std::vector<http::header>& headers = {}) {
  return read("/2015-03-31/functions/" + name + "/invocations", headers);
}

TEST(invoke_request, names_a_function_in_every_form_of_the_api) {
  for (const char* name : {"shop-dev-mail", "shop-dev-mail:$LATEST", "123456789012:function:shop-dev-mail",
                           "function:shop-dev-mail", "arn:aws:lambda:us-east-1:123456789012:function:shop-dev-mail",
                           "arn:aws-cn:lambda:cn-north-1:123456789012:function:shop-dev-mail:$LATEST",
                           "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Ashop-dev-mail%3A%24LATEST",
                           "us-east-1:123456789012:function:shop-dev-mail", "123456789012:shop-dev-mail",
                           "us-gov-west-1:function:shop-dev-mail:$LATEST"}) {
    const auto got = read_name(name);
    ASSERT_TRUE(got.request) << name;
    EXPECT_EQ(got.request->name, "shop-dev-mail") << name;
    EXPECT_TRUE(got.request->is_latest()) << name;
  }
  for (const char* name : {"function", "123456789012", "us-east-1"})
    EXPECT_EQ(read_name(name).request->name, name);  // where there is no more, that is the name
}

TEST(invoke_request, a_qualifier_stands_behind_the_name_or_in_the_query) {
  EXPECT_EQ(read_name("mail:7").request->qualifier, "7");
  EXPECT_EQ(read("/2015-03-31/functions/mail/invocations?Qualifier=live").request->qualifier, "live");
  EXPECT_EQ(read("/2015-03-31/functions/mail/invocations?Qualifier=%24LATEST").request->qualifier, "$LATEST");
  EXPECT_EQ(read("/2015-03-31/functions/mail:live/invocations?Qualifier=live").request->qualifier, "live");
  EXPECT_EQ(read("/2015-03-31/functions/mail:live/invocations?Qualifier=").request->qualifier, "live");
  const auto two = read("/2015-03-31/functions/mail:live/invocations?Qualifier=7");
  EXPECT_EQ(two.refused.type, "InvalidParameterValueException");
  EXPECT_EQ(two.refused.status, 400);
}

TEST(invoke_request, refuses_what_is_no_name) {
  for (const std::string name : {"", "a b", "a:b:c", "arn:aws:s3:us-east-1:1:function:x", "arn:aws:lambda:x",
                                 "arn:aws:lambda:us-east-1:1:function:", "who:function:x",
                                 "arn:aws:lambda:us-east-1:1:layer:x", "a%2Fb", "mail:", "x/y", "\xff"}) {
    const auto got = read_name(name);
    EXPECT_FALSE(got.request) << name;
    EXPECT_EQ(got.refused.type, "ValidationException") << name;
    EXPECT_TRUE(json::check(got.refused.body)) << got.refused.body;
  }
  EXPECT_FALSE(read_name(std::string(171, 'a')).request);
}

TEST(invoke_request, may_be_that_of_the_older_operation_for_events) {
  for (const char* target : {"/2014-11-13/functions/mail/invoke-async/", "/2014-11-13/functions/mail/invoke-async"}) {
    EXPECT_TRUE(is_lambda_request(target));
    const auto got = read(target, {{"X-Amz-Invocation-Type", "DryRun"}});
    ASSERT_TRUE(got.request) << target;
    EXPECT_EQ(got.request->name, "mail");
    EXPECT_EQ(got.request->type, invocation_type::event);
  }
  EXPECT_EQ(read("/2014-11-13/functions/mail/invocations").refused.status, 404);
  EXPECT_EQ(read("/2015-03-31/functions/mail/invoke-async/").refused.status, 404);
}

TEST(invoke_request, has_a_type_and_may_want_the_log) {
  EXPECT_EQ(read_name("a").request->type, invocation_type::request_response);
  EXPECT_FALSE(read_name("a").request->wants_log);
  EXPECT_EQ(read_name("a", {{"x-amz-invocation-type", "Event"}}).request->type, invocation_type::event);
  EXPECT_EQ(read_name("a", {{"X-Amz-Invocation-Type", "DryRun"}}).request->type, invocation_type::dry_run);
  EXPECT_TRUE(read_name("a", {{"X-Amz-Log-Type", "Tail"}}).request->wants_log);
  EXPECT_FALSE(read_name("a", {{"X-Amz-Log-Type", "Tail"}, {"X-Amz-Invocation-Type", "Event"}}).request->wants_log);
  const auto wrong = read_name("a", {{"X-Amz-Invocation-Type", "event"}});
  EXPECT_EQ(
      wrong.refused.body,
      R"({"message":"1 validation error detected: Value 'event' at 'invocationType' failed to satisfy constraint: )"
      R"(Member must satisfy enum value set: [Event, RequestResponse, DryRun]"})");
  EXPECT_EQ(read_name("a", {{"X-Amz-Log-Type", "All"}}).refused.type, "ValidationException");
}

TEST(invoke_request, carries_a_client_context_to_a_synchronous_invocation) {
  const std::string context = base64_encode(R"({"custom":{"a":1}})");
  EXPECT_EQ(read_name("a", {{"X-Amz-Client-Context", context}}).request->client_context, R"({"custom":{"a":1}})");
  EXPECT_EQ(
      read_name("a", {{"X-Amz-Client-Context", context}, {"X-Amz-Invocation-Type", "Event"}}).request->client_context,
      "");
}

TEST(invoke_request, refuses_a_client_context_that_is_none) {
  const std::string no_json = base64_encode("no json"), too_long = base64_encode('"' + std::string(2'700, 'x') + '"');
  for (const std::string& context : {std::string("no base64!"), no_json, too_long}) {
    const auto got = read_name("a", {{"X-Amz-Client-Context", context}});
    EXPECT_FALSE(got.request);
    EXPECT_EQ(got.refused.type, "InvalidRequestContentException");
  }
  const std::string longest = base64_encode('"' + std::string(2'683, 'x') + '"');
  ASSERT_EQ(longest.size(), 3'580U);
  EXPECT_TRUE(read_name("a", {{"X-Amz-Client-Context", longest}}).request);
}

TEST(invoke_request, knows_no_other_operation) {
  EXPECT_EQ(read("/2015-03-31/functions/a/invocations", {}, "GET").refused.status, 404);
  EXPECT_EQ(read("/2015-03-31/functions/a").refused.type, "UnknownOperationException");
  EXPECT_EQ(read("/2015-03-31/functions/").refused.status, 404);
  EXPECT_EQ(read("/2015-03-31/functions/invocations").refused.status, 404);
  EXPECT_TRUE(is_lambda_request("/2015-03-31/functions/a/invocations"));
  EXPECT_FALSE(is_lambda_request("/2015-03-31/layers"));
}

TEST(make_lambda_error, says_whose_fault_it_is) {
  EXPECT_EQ(make_lambda_error(404, "X", "no \"a\"").body, R"({"Type":"User","Message":"no \"a\""})");
  EXPECT_EQ(make_lambda_error(500, "X", "y", "message").body, R"({"Type":"Service","message":"y"})");
}

}  // namespace
}  // namespace lamina::gateway
