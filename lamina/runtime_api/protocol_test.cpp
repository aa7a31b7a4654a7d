#include "lamina/runtime_api/protocol.h"

#include <gtest/gtest.h>

namespace lamina::runtime_api {
namespace {

TEST(protocol, the_four_calls_are_known) {
  EXPECT_EQ(parse_call("GET", "/2018-06-01/runtime/invocation/next").kind, call_kind::next);
  EXPECT_EQ(parse_call("POST", "/2018-06-01/runtime/init/error").kind, call_kind::init_error);
  const call response = parse_call("POST", "/2018-06-01/runtime/invocation/8476a536/response");
  EXPECT_EQ(response.kind, call_kind::response);
  EXPECT_EQ(response.request_id, "8476a536");
  const call error = parse_call("POST", "/2018-06-01/runtime/invocation/8476a536/error");
  EXPECT_EQ(error.kind, call_kind::error);
  EXPECT_EQ(error.request_id, "8476a536");
}

TEST(protocol, anything_else_is_unknown) {
  for (const std::string_view target :
       {"", "/", "/2018-06-01/runtime/", "/2018-06-01/runtime/invocation/", "/2018-06-01/runtime/invocation/response",
        "/2018-06-01/runtime/invocation//response", "/2018-06-01/runtime/invocation/a/b/response",
        "/2018-06-01/runtime/invocation/a/respons", "/2018-06-01/runtime/invocation/error", "/2018-06-01/runtime/init",
        "/2018-06-02/runtime/invocation/a/response", "/2018-06-01/runtime/invocation/next"})
    EXPECT_EQ(parse_call("POST", target).kind, call_kind::unknown) << target;
  EXPECT_EQ(parse_call("GET", "/2018-06-01/runtime/invocation/next?x=1").kind, call_kind::unknown);
  EXPECT_EQ(parse_call("GET", "/2018-06-01/runtime/invocation/a/response").kind, call_kind::unknown);
  EXPECT_EQ(parse_call("get", "/2018-06-01/runtime/invocation/next").kind, call_kind::unknown);
}

TEST(protocol, a_refusal_names_message_and_type) {
  EXPECT_EQ(error_document("InvalidRequestID", "Invalid \"id\""),
            R"({"errorMessage":"Invalid \"id\"","errorType":"InvalidRequestID"})");
}

}  // namespace
}  // namespace lamina::runtime_api
