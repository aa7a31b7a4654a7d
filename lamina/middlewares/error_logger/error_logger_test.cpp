#include "lamina/middlewares/error_logger/error_logger.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

json::value fail(const json::value&) { throw error(422, "bad"); }

TEST(error_logger, logs_the_error_and_lets_it_pass) {
  testing::manual_scheduler loop;
  context context(loop, {{"awsRequestId", "r-1"}});
  std::string logged;
  const engine chain = engine(fail).use(error_logger({.logger = [&logged](const request& request) {
    logged = request.error->message + " " + std::string(request.context.aws_request_id());
  }}));
  const outcome said = chain(nullptr, context);
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().message, "bad");
  EXPECT_EQ(logged, "bad r-1");
}

TEST(error_logger, writes_one_line_of_json_by_default) {
  testing::manual_scheduler loop;
  context context(loop, {{"awsRequestId", "r-1"}});
  ::testing::internal::CaptureStderr();
  const outcome said = engine([](const json::value&) {
                         throw error(422, "bad").with_cause("@middy/test", "why");
                       }).use(error_logger())(nullptr, context);
  const std::string line = ::testing::internal::GetCapturedStderr();
  EXPECT_FALSE(said);
  const json::value document = json::parse(line.substr(0, line.size() - 1));
  EXPECT_EQ(json::find_string(document, "message"), "bad");
  EXPECT_EQ(json::find_string(document, "name"), "UnprocessableEntityError");
  EXPECT_EQ(json::find_string(document, "cause"), R"({"package":"@middy/test","data":"why"})");
  EXPECT_EQ(json::find_string(document, "requestId"), "r-1");
}

TEST(error_logger, has_nothing_to_log_when_another_hook_cleared_the_error) {
  testing::manual_scheduler loop;
  context context(loop);
  bool logged = false;
  const engine chain = engine(fail)
                           .use(error_logger({.logger = [&logged](const request&) { logged = true; }}))
                           .on_error([](request& request) { request.error.reset(); });
  EXPECT_FALSE(chain(nullptr, context));
  EXPECT_FALSE(logged);
}

TEST(error_logger, switched_off_cannot_be_used) {
  EXPECT_THROW(engine().use(standard_middlewares().make("error-logger", {{"logger", false}})), error);
  EXPECT_THROW(standard_middlewares().make("error-logger", {{"logger", true}}), error);
}

}  // namespace
}  // namespace lamina
