#include "lamina/middlewares/warmup/warmup.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

step before(const warmup& subject, json::value event) {
  testing::manual_scheduler loop;
  context context(loop);
  request request{event, context};
  return subject.before(request);
}

TEST(warmup, answers_the_plugins_call) {
  step said = before(warmup(), {{"source", "serverless-plugin-warmup"}});
  ASSERT_NE(said.early(), nullptr);
  EXPECT_EQ(said.early()->response, json::value("warmup"));
}

TEST(warmup, lets_every_other_event_pass) {
  for (const json::value& event : {json::parse(R"({"source":"aws.events"})"), json::parse(R"({"source":null})"),
                                   json::parse(R"({})"), json::parse("[]"), json::parse("null")})
    EXPECT_TRUE(before(warmup(), event).goes_on()) << json::serialize(event);
}

TEST(warmup, asks_the_given_function) {
  const warmup subject({.is_warming_up = [](const json::value& event) { return event.is_null(); }});
  EXPECT_FALSE(before(subject, nullptr).goes_on());
  EXPECT_TRUE(before(subject, {{"source", "serverless-plugin-warmup"}}).goes_on());
}

TEST(warmup, refuses_unknown_options) {
  EXPECT_THROW(standard_middlewares().make("warmup", {{"onWarmup", true}}), error);
  EXPECT_THROW(standard_middlewares().make("warmup", {{"isWarmingUp", true}}), error);
}

}  // namespace
}  // namespace lamina
