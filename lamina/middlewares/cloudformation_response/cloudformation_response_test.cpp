#include "lamina/middlewares/cloudformation_response/cloudformation_response.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

json::value event() {
  return {{"RequestType", "Create"}, {"RequestId", "r"}, {"LogicalResourceId", "l"}, {"StackId", "s"}};
}

std::string complete(json::value event, std::optional<json::value> response, json::object context = {}) {
  testing::test_request call(std::move(event), std::move(response), std::move(context));
  EXPECT_TRUE(cloudformation_response().after(call.request).goes_on());
  return call.response_text();
}

TEST(cloudformation_response, completes_what_the_handler_returned) {
  EXPECT_EQ(complete(event(), json::object{{"Data", 1}}),
            R"({"Data":1,"Status":"SUCCESS","RequestId":"r","LogicalResourceId":"l","StackId":"s"})");
  const std::string nothing = R"({"Status":"SUCCESS","RequestId":"r","LogicalResourceId":"l","StackId":"s"})";
  EXPECT_EQ(complete(event(), std::nullopt), nothing);
  EXPECT_EQ(complete(event(), nullptr), nothing);
}

TEST(cloudformation_response, leaves_what_the_handler_set) {
  EXPECT_EQ(complete(event(), json::object{{"Status", "FAILED"}, {"StackId", ""}, {"RequestId", nullptr}}),
            R"({"Status":"FAILED","StackId":"","RequestId":"r","LogicalResourceId":"l"})");
}

TEST(cloudformation_response, finds_the_physical_id_in_the_response_then_the_event_then_the_context) {
  const json::object stream{{"logStreamName", "stream"}};
  const json::value with_id = {{"PhysicalResourceId", "of event"}};
  EXPECT_EQ(complete(with_id, json::object{{"PhysicalResourceId", "own"}}, stream),
            R"({"PhysicalResourceId":"own","Status":"SUCCESS"})");
  EXPECT_EQ(complete(with_id, {}, stream), R"({"Status":"SUCCESS","PhysicalResourceId":"of event"})");
  EXPECT_EQ(complete({{"PhysicalResourceId", nullptr}}, {}, stream),
            R"({"Status":"SUCCESS","PhysicalResourceId":"stream"})");
  EXPECT_EQ(complete(nullptr, json::object{{"PhysicalResourceId", nullptr}}), R"({"Status":"SUCCESS"})");
}

TEST(cloudformation_response, answers_errors_with_failed_and_their_message) {
  testing::test_request call(event(), json::value("of another hook"));
  call.request.error = error(400, "no such table");
  cloudformation_response().on_error(call.request);
  EXPECT_EQ(call.response_text(),
            R"({"Status":"FAILED","Reason":"no such table","RequestId":"r","LogicalResourceId":"l","StackId":"s"})");
}

TEST(cloudformation_response, answers_a_response_of_another_kind_with_failed) {
  for (const json::value& response : {json::value("text"), json::value(5), json::value(json::array{1})}) {
    testing::test_request call(event());
    const engine chain = engine([&] { return response; }).use(cloudformation_response());
    const outcome said = chain(event(), call.context);
    ASSERT_TRUE(said && *said);
    EXPECT_EQ((*said)->at("Status"), json::value("FAILED"));
    EXPECT_EQ((*said)->at("RequestId"), json::value("r"));
  }
}

TEST(cloudformation_response, has_no_options) {
  EXPECT_TRUE(standard_middlewares().make(cloudformation_response::name, {}).after());
  EXPECT_THROW(standard_middlewares().make(cloudformation_response::name, {{"status", "x"}}), error);
}

}  // namespace
}  // namespace lamina
