#include "lamina/gateway/websocket/gateway_message.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

TEST(gateway_message, reads_as_the_services) {
  EXPECT_EQ(make_gateway_message(gateway_messages::forbidden, "PbTkjcISoAMCJNQ=", "PbTk7ET8IAMFs2g="),
            R"({"message": "Forbidden", "connectionId":"PbTkjcISoAMCJNQ=", "requestId":"PbTk7ET8IAMFs2g="})");
  EXPECT_EQ(
      make_gateway_message(gateway_messages::internal_server_error, "Qyi07eCbtjMCJKw=", "Qyi3UG41tjMFlUg="),
      R"({"message": "Internal server error", "connectionId":"Qyi07eCbtjMCJKw=", "requestId":"Qyi3UG41tjMFlUg="})");
}

TEST(gateway_message, stays_json_whatever_it_says) {
  EXPECT_EQ(make_gateway_message("a\"b", "c\n", "\xff"),
            "{\"message\": \"a\\\"b\", \"connectionId\":\"c\\n\", \"requestId\":\"\xEF\xBF\xBD\"}");
}

}  // namespace
}  // namespace lamina::gateway
