#include "lamina/runtime_api/client.h"

#include <gtest/gtest.h>

#include <thread>

#include "lamina/testing/fake_runtime_api.h"

namespace lamina::runtime_api {
namespace {

using testing::fake_runtime_api;

invocation next_of(client& one) {
  auto found = one.next();
  if (!found) throw std::runtime_error(found.error().message);
  return found->value();
}

TEST(client, takes_events_with_everything_that_comes_with_them_and_answers) {
  fake_runtime_api api;
  client one(api.address());
  api.push("id-1", R"({"a":1})",
           {{"Lambda-Runtime-Deadline-Ms", "1700000000123"},
            {"Lambda-Runtime-Invoked-Function-Arn", "arn:x"},
            {"Lambda-Runtime-Trace-Id", "Root=1"},
            {"Lambda-Runtime-Client-Context", R"({"custom":{}})"},
            {"Lambda-Runtime-Cognito-Identity", R"({"identityId":"i"})"},
            {"Lambda-Runtime-Aws-Tenant-Id", "t"}});
  const invocation work = next_of(one);
  EXPECT_EQ(work.request_id, "id-1");
  EXPECT_EQ(work.deadline.count(), 1700000000123);
  EXPECT_EQ(work.function_arn, "arn:x");
  EXPECT_EQ(work.trace_id, "Root=1");
  EXPECT_EQ(work.client_context, R"({"custom":{}})");
  EXPECT_EQ(work.cognito_identity, R"({"identityId":"i"})");
  EXPECT_EQ(work.tenant_id, "t");
  EXPECT_EQ(work.event, R"({"a":1})");
  EXPECT_EQ(one.respond(work.request_id, R"("done")").value(), 202);
  const auto said = api.take_answer();
  EXPECT_EQ(said.kind, "response");
  EXPECT_EQ(said.request_id, "id-1");
  EXPECT_EQ(said.body, R"("done")");
}

TEST(client, reports_errors_with_their_type_in_a_header) {
  fake_runtime_api api;
  client one(api.address());
  EXPECT_EQ(one.init_error("{}", "Bad\r\nTh\xc3\xafng").value(), 202);
  const auto init = api.take_answer();
  EXPECT_EQ(init.kind, "init_error");
  EXPECT_EQ(init.error_type, "Bad__Th__ng");
  api.push("id", "1");
  const invocation work = next_of(one);
  EXPECT_EQ(one.fail(work.request_id, R"({"errorMessage":"x"})", "Oops").value(), 202);
  const auto said = api.take_answer();
  EXPECT_EQ(said.kind, "error");
  EXPECT_EQ(said.request_id, "id");
  EXPECT_EQ(said.body, R"({"errorMessage":"x"})");
  EXPECT_EQ(said.error_type, "Oops");
}

TEST(client, many_invocations_share_one_connection_pipelined_or_not) {
  for (const bool pipelined : {false, true}) {
    fake_runtime_api api;
    client one(api.address(), {.pipelined = pipelined});
    for (int i = 0; i < 100; ++i) {
      const std::string event(static_cast<std::size_t>(i) * 1000, 'e');
      api.push("id-" + std::to_string(i), event);
      const invocation work = next_of(one);
      EXPECT_EQ(work.event, event);
      EXPECT_EQ(one.respond(work.request_id, work.event).value(), 202);
      const auto said = api.take_answer();
      EXPECT_EQ(said.request_id, "id-" + std::to_string(i));
      EXPECT_EQ(said.body, event);
    }
  }
}

TEST(client, a_refused_answer_is_no_error_but_a_broken_api_is) {
  fake_runtime_api api;
  client one(api.address());
  api.answer_posts_with(413);
  EXPECT_EQ(one.respond("id", "1").value(), 413);
  api.answer_posts_with(400);
  EXPECT_EQ(one.respond("id", "1").value(), 400);
  api.answer_posts_with(500);
  EXPECT_FALSE(one.respond("id", "1"));
}

TEST(client, a_closed_connection_is_opened_again_once) {
  fake_runtime_api api;
  client one(api.address());
  api.push("first", "1");
  next_of(one);
  EXPECT_EQ(one.respond("first", "1").value(), 202);
  std::thread dropper([&] {
    api.wait_for_polls(1);
    api.drop_polls();
    api.push("second", "2");
  });
  EXPECT_EQ(next_of(one).request_id, "second");
  dropper.join();
}

TEST(client, nobody_there_is_an_error_that_says_where) {
  std::string address;
  {
    fake_runtime_api api;
    address = api.address();
    client one(address);
    api.push("id", "1");
    next_of(one);
    std::thread stopper([&] { api.stop(); });
    stopper.join();
    EXPECT_FALSE(one.respond("id", "1"));
    EXPECT_FALSE(one.next());
  }
  client nobody(address);
  const auto refused = nobody.next();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "Runtime API at " + address + ": Connection refused");
  client nonsense("nonsense");
  EXPECT_EQ(nonsense.next().error().message, "AWS_LAMBDA_RUNTIME_API is \"nonsense\": expected host:port");
}

TEST(client, interrupting_ends_a_waiting_poll_and_every_later_one) {
  fake_runtime_api api;
  client one(api.address());
  std::thread other([&] {
    api.wait_for_polls(1);
    one.interrupt();
  });
  const auto nothing = one.next();
  other.join();
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(*nothing);
  EXPECT_FALSE(one.next().value());
}

}  // namespace
}  // namespace lamina::runtime_api
