#include "lamina/events/batch.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(batch_source, is_said_by_the_event_or_its_first_record) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"eventSource":"aws:kafka","records":{}})", "aws:kafka"},
      {R"({"deliveryStreamArn":"a","records":[]})", "aws:lambda:events"},
      {R"({"invocationSchemaVersion":"1.0","tasks":[]})", "aws:s3:batch"},
      {R"({"tasks":[{"s3Key":"k"}]})", "aws:s3:batch"},
      {R"({"Records":[{"eventSource":"aws:sqs"},{"eventSource":"aws:s3"}]})", "aws:sqs"},
      {R"({"Records":[{"EventSource":"aws:sns"}]})", "aws:sns"},
      {R"({"Records":[]})", ""},
      {R"({"Records":"x"})", ""},
      {R"({"Records":[null]})", ""},
      {"null", ""}};
  for (const auto& [event, source] : cases) EXPECT_EQ(batch_source(json::parse(event)), source) << event;
}

std::string listed(std::string_view text) {
  json::value event = json::parse(text);
  std::string all;
  for (const json::value* record : batch_records(event)) all += json::serialize(*record);
  return all;
}

TEST(batch_records, come_in_order) {
  EXPECT_EQ(listed(R"({"Records":[1,2]})"), "12");
  EXPECT_EQ(listed(R"({"records":{"t-0":[1,2],"t-1":[3],"t-2":null}})"), "123");
  EXPECT_EQ(listed(R"({"rmqMessagesByQueue":{"q::/":[{"data":""}]}})"), R"({"data":""})");
  EXPECT_EQ(listed(R"({"Records":null,"events":[4]})"), "4");
  EXPECT_EQ(listed(R"({"Records":"x"})"), "");
  EXPECT_EQ(listed("[]"), "");
}

}  // namespace
}  // namespace lamina
