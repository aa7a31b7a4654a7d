#include "lamina/middlewares/sqs_json_body_parser/sqs_json_body_parser.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::string parsed(json::value event, sqs_json_body_parser_options options = {}) {
  testing::test_request call(std::move(event));
  sqs_json_body_parser(std::move(options)).before(call.request);
  return json::serialize(call.request.event);
}
json::value message(json::value body) {
  return json::object{{"Records", json::array{json::object{{"eventSource", "aws:sqs"}, {"body", std::move(body)}}}}};
}
std::string body_of(json::value body) {
  const json::value event = json::parse(parsed(message(std::move(body))));
  return json::serialize(event.at("Records").at(0).at("body"));
}

TEST(sqs_json_body_parser, reads_bodies_that_are_json) {
  EXPECT_EQ(body_of(R"({"a":[1]})"), R"({"a":[1]})");
  EXPECT_EQ(body_of("[1,2]"), "[1,2]");
  EXPECT_EQ(body_of(R"("text")"), R"("text")");
}

TEST(sqs_json_body_parser, leaves_other_bodies_as_they_are) {
  for (const json::value& body :
       {json::value("text"), json::value("{"), json::value("12"), json::value("true"), json::value(" {}"),
        json::value(""), json::value(nullptr), json::value(5), json::value(json::object{{"a", 1}})})
    EXPECT_EQ(body_of(body), json::serialize(body));
}

TEST(sqs_json_body_parser, reads_messages_inside_notifications) {
  json::value event = json::parse(R"({"Records":[{"eventSource":"aws:sns","Sns":{}},
                                                 {"eventSource":"aws:sns"}]})");
  event.at("Records").at(0).at("Sns").as_object()["Message"] = message("[1]");
  EXPECT_EQ(parsed(event), R"({"Records":[{"eventSource":"aws:sns","Sns":{"Message":{"Records":[{"eventSource":)"
                           R"("aws:sqs","body":[1]}]}}},{"eventSource":"aws:sns"}]})");
}

TEST(sqs_json_body_parser, applies_a_reviver) {
  const auto twice = [](std::string_view, json::value member) {
    return member.is_int64() ? json::value(member.get_int64() * 2) : member;
  };
  EXPECT_EQ(json::parse(parsed(message(R"({"a":21})"), {.reviver = twice})), message({{"a", 42}}));
}

TEST(sqs_json_body_parser, leaves_other_events_alone) {
  for (const std::string event : {R"({"Records":[{"eventSource":"aws:kinesis","body":"{}"},null,{"body":"{}"}]})",
                                  R"({"Records":"{}"})", "null", "[]", R"({"Records":[{"eventSource":"aws:sqs"}]})"})
    EXPECT_EQ(parsed(json::parse(event)), event);
}

TEST(sqs_json_body_parser, refuses_unknown_options) {
  EXPECT_TRUE(standard_middlewares().make("sqs-json-body-parser").before());
  EXPECT_THROW(standard_middlewares().make("sqs-json-body-parser", {{"x", 1}}), error);
  EXPECT_THROW(standard_middlewares().make("sqs-json-body-parser", {{"reviver", "f"}}), error);
}

}  // namespace
}  // namespace lamina
