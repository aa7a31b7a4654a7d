#include "lamina/engine/event_batch_handler.h"

#include <gtest/gtest.h>

#include "lamina/base/error.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

json::value run(const record_function& each, std::string_view event) {
  testing::manual_scheduler loop;
  context about(loop);
  return event_batch_handler(each)(json::parse(event), about);
}

TEST(event_batch_handler, settles_every_record_in_order) {
  const auto each = [](const json::value& record, context&) -> json::value {
    if (json::find_string(record, "body") == "bad") throw error("broken record");
    return record.at("body");
  };
  EXPECT_EQ(json::serialize(run(each, R"({"Records":[{"eventSource":"aws:sqs","body":"a"},
                                                     {"eventSource":"aws:sqs","body":"bad"},
                                                     {"eventSource":"aws:sqs","body":"c"}]})")),
            R"([{"status":"fulfilled","value":"a"},)"
            R"({"status":"rejected","reason":{"name":"Error","message":"broken record"}},)"
            R"({"status":"fulfilled","value":"c"}])");
}

TEST(event_batch_handler, an_unknown_source_is_an_empty_list) {
  const auto never = [](const json::value&, context&) -> json::value { throw error("called"); };
  EXPECT_EQ(json::serialize(run(never, R"({"a":1})")), "[]");
}

}  // namespace
}  // namespace lamina
