#include "lamina/runtime/log.h"

#include <gtest/gtest.h>

#include "lamina/net/event_loop.h"

namespace lamina {
namespace {

TEST(log, a_line_carries_the_id_of_its_invocation) {
  net::event_loop loop;
  const context about(loop, {{"awsRequestId", "id-7"}});
  ::testing::internal::CaptureStderr();
  log(about, log_level::warn, "careful", {{"n", std::int64_t{1}}, {"who", "caf\u00e9"}});
  log(about, log_level::trace, "not written");
  const auto line = json::parse(::testing::internal::GetCapturedStderr());
  EXPECT_EQ(line.at("level"), "warn");
  EXPECT_EQ(line.at("message"), "careful");
  EXPECT_EQ(line.at("requestId"), "id-7");
  EXPECT_EQ(line.at("n"), 1);
  EXPECT_EQ(line.at("who"), "caf\u00e9");
}

TEST(log, what_has_no_invocation_goes_to_the_same_place) {
  ::testing::internal::CaptureStderr();
  function_log().info("started");
  EXPECT_NE(::testing::internal::GetCapturedStderr().find(R"("message":"started")"), std::string::npos);
}

}  // namespace
}  // namespace lamina
