#include "lamina/gateway/websocket/management_request.h"

#include <gtest/gtest.h>

#include "lamina/gateway/websocket/connection_id.h"

namespace lamina::gateway {
namespace {

using action = management_request::action;
constexpr const char* id = "R1kmxc2VNjMCFIA=";

TEST(management_request, is_a_method_on_a_connection) {
  const std::string own = make_connection_id(7);
  const std::pair<const char*, action> methods[] = {
      {"POST", action::post}, {"GET", action::get}, {"DELETE", action::remove}};
  for (const auto& [method, expected] : methods) {
    const auto call = read_management_request(method, "/dev/@connections/" + own, "/dev");
    ASSERT_TRUE(call);
    EXPECT_EQ(call->refused, 0);
    EXPECT_EQ(call->what, expected);
    EXPECT_EQ(call->connection_id, own);
    EXPECT_EQ(call->loop, 7);
  }
}

TEST(management_request, may_be_encoded_and_have_a_query) {
  for (const char* target :
       {"/dev/@connections/R1kmxc2VNjMCFIA=", "/dev/%40connections/R1kmxc2VNjMCFIA%3D",
        "/@connections/R1kmxc2VNjMCFIA%3d", "/%40connections/%521kmxc2VNjMCFIA=?x=1",
        "//dev//@connections//R1kmxc2VNjMCFIA=", "http://127.0.0.1:3000/dev/@connections/R1kmxc2VNjMCFIA="}) {
    const auto call = read_management_request("POST", target, "/dev");
    ASSERT_TRUE(call) << target;
    EXPECT_EQ(call->refused, 0) << target;
    EXPECT_EQ(call->connection_id, id) << target;
  }
  EXPECT_TRUE(read_management_request("GET", "/@connections/R1kmxc2VNjMCFIA=", ""));
  EXPECT_TRUE(read_management_request("GET", "/live/feed/@connections/R1kmxc2VNjMCFIA=", "/live/feed"));
}

TEST(management_request, is_nothing_else) {
  for (const char* target : {"", "/", "*", "/dev", "/dev/", "/dev/connections/x", "/prod/@connections/R1kmxc2VNjMCFIA=",
                             "/dev/@connectionsX/R1kmxc2VNjMCFIA=", "/devx/@connections/R1kmxc2VNjMCFIA=",
                             "/dev/x/@connections/R1kmxc2VNjMCFIA=", "/dev?/@connections/R1kmxc2VNjMCFIA="})
    EXPECT_FALSE(read_management_request("POST", target, "/dev")) << target;
}

TEST(management_request, has_no_other_methods_and_paths) {
  const std::pair<const char*, const char*> wrong[] = {{"PUT", "/dev/@connections/R1kmxc2VNjMCFIA="},
                                                       {"get", "/dev/@connections/R1kmxc2VNjMCFIA="},
                                                       {"OPTIONS", "/dev/@connections/R1kmxc2VNjMCFIA="},
                                                       {"POST", "/dev/@connections"},
                                                       {"POST", "/dev/@connections/"},
                                                       {"POST", "/dev/@connections/R1kmxc2VNjMCFIA=/"},
                                                       {"POST", "/dev/@connections/R1kmxc2VNjMCFIA=/x"}};
  for (const auto& [method, target] : wrong) {
    const auto call = read_management_request(method, target, "/dev");
    ASSERT_TRUE(call) << target;
    EXPECT_EQ(call->refusal().status, 404) << method << " " << target;
    EXPECT_EQ(call->refusal().error_type, "NotFoundException");
  }
  EXPECT_EQ(read_management_request("GET", "/dev/@connections/", "/dev")->refusal().body,
            R"({"message":"No method found matching route @connections/ for http method GET."})");
}

TEST(management_request, refuses_impossible_ids) {
  for (const char* text : {"not-a-valid-id", "R1kmxc2VNjMCFIA", "%00", "R1kmxc2VNjMC%2FIA=", "%", "a b"}) {
    const auto call = read_management_request("POST", "/dev/@connections/" + std::string(text), "/dev");
    ASSERT_TRUE(call) << text;
    EXPECT_EQ(call->refusal().status, 400) << text;
    EXPECT_EQ(call->refusal().error_type, "BadRequestException");
  }
  const auto call = read_management_request("DELETE", "/dev/@connections/a%22b", "/dev");
  EXPECT_EQ(call->refusal().body, R"({"message":"Invalid connectionId: a\"b"})");
}

TEST(connection_status, shows_times_and_identity) {
  using std::chrono::milliseconds;
  websocket_connection of{.id = id, .host = "h", .source_ip = "192.0.2.1", .connected_at = 1722641683003};
  const system_time last_active{milliseconds(1722641700123)};
  EXPECT_EQ(connection_status(of, last_active),
            R"({"connectedAt":"2024-08-02T23:34:43.003Z","identity":{"sourceIp":"192.0.2.1"},)"
            R"("lastActiveAt":"2024-08-02T23:35:00.123Z"})");
  of.user_agent = "a \"browser\"";
  EXPECT_EQ(connection_status(of, last_active),
            R"({"connectedAt":"2024-08-02T23:34:43.003Z","identity":{"sourceIp":"192.0.2.1",)"
            R"("userAgent":"a \"browser\""},"lastActiveAt":"2024-08-02T23:35:00.123Z"})");
}

}  // namespace
}  // namespace lamina::gateway
