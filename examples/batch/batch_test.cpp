#include "lamina/lamina.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "lamina/testing/manual_scheduler.h"

lamina::engine orders();  // of batch.cpp

namespace lamina {
namespace {

json::value consume(const json::value& event) {
  testing::manual_scheduler loop;
  context context(loop);
  return orders()(event, context).value().value();
}

json::value message(std::string_view id, std::string_view body) {
  return {{"messageId", id}, {"body", body}, {"eventSource", "aws:sqs"}};
}

json::value failed(std::initializer_list<std::string_view> ids) {
  json::array failures;
  for (const std::string_view id : ids) failures.emplace_back(json::object{{"itemIdentifier", id}});
  return {{"batchItemFailures", std::move(failures)}};
}

TEST(batch, books_every_order) {
  const json::value event{
      {"Records", {message("1", R"({"id":"a","amount":1})"), message("2", R"({"id":"b","amount":2.5})")}}};
  EXPECT_EQ(consume(event), failed({}));
}

TEST(batch, asks_only_for_what_failed) {
  const json::value event{
      {"Records",
       {message("1", "no JSON"), message("2", R"({"id":"b","amount":2})"), message("3", R"({"id":"c","amount":0})"),
        message("4", R"({"id":"d"})"), message("5", "7"), message("6", R"({"id":"f","amount":3})")}}};
  EXPECT_EQ(consume(event), failed({"1", "3", "4", "5"}));
}

TEST(batch, refuses_events_of_no_known_source) {
  testing::manual_scheduler loop;
  context context(loop);
  EXPECT_EQ(orders()({{"source", "aws.events"}}, context).error().message, "Unsupported event source");
}

TEST(batch, serves_the_event_beside_it) {
  std::ifstream file(LAMINA_SOURCE_DIR "/examples/batch/event.json", std::ios::binary);
  const json::value event = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  EXPECT_EQ(consume(event), failed({"2e1424d4-f796-459a-8184-9c92662be6da"}));
}

}  // namespace
}  // namespace lamina
