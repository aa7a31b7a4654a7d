#include "lamina/gateway/listener/access_log.h"

#include <gtest/gtest.h>

#include <string>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

struct access_log_test : ::testing::Test {
  lamina::testing::manual_scheduler loop;
  std::string written;
  logger log{log_level::off, [this](std::string_view line) { written += line; }};
  gateway_options options;
  api_stage stage{.account_id = "000000000000", .region = "us-east-1", .api_id = "abc", .stage = "dev"};
};

TEST_F(access_log_test, writes_one_line_of_each_request_whatever_the_level) {
  access_log access(api_family::rest, stage, options, loop, log);
  EXPECT_TRUE(access.is_on());
  access.finish({.request_id = "a", .status = 200});
  access.finish({.request_id = "b", .status = 404});
  EXPECT_NE(written.find(R"("requestId":"a")"), std::string::npos);
  EXPECT_NE(written.find("}\n{"), std::string::npos);
  EXPECT_TRUE(written.ends_with("}\n"));
}

TEST_F(access_log_test, is_silent_when_it_is_off) {
  options.access_log = false;
  access_log access(api_family::rest, stage, options, loop, log);
  EXPECT_FALSE(access.is_on());
  access.finish({.request_id = "a", .status = 200});
  EXPECT_EQ(written, "");
}

TEST_F(access_log_test, writes_the_format_of_its_kind_of_api) {
  config::service service;
  service.access_logs.rest.format = "$context.requestId $context.stage $context.requestTime";
  service.access_logs.http.is_on = false;
  std::vector<std::string> notes;
  options.access_logs = *choose_access_logs(service, "", notes);
  access_log(api_family::rest, stage, options, loop, log).finish({.request_id = "a"});
  EXPECT_EQ(written, "a dev 01/Jan/2026:00:00:00 +0000\n");
  EXPECT_FALSE(access_log(api_family::http, stage, options, loop, log).is_on());
  written.clear();
  access_log(api_family::websocket, stage, options, loop, log).finish({.request_id = "a"});
  EXPECT_TRUE(written.starts_with("{\"time\":"));
}

TEST_F(access_log_test, measures_from_a_moment_on) {
  access_log access(api_family::rest, stage, options, loop, log);
  const steady_time then = loop.now();
  loop.advance(3ms);
  EXPECT_EQ(access.since(then), 3000us);
  access.finish({.latency = access.since(then)});
  loop.advance(3ms);
  EXPECT_EQ(access.since(then), 6000us) << "another request";
}

}  // namespace
}  // namespace lamina::gateway
