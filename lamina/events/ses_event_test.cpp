#include "lamina/events/ses_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

using texts = std::vector<std::string_view>;

TEST(ses_event, has_the_mail) {
  const json::value document = read_sample_event("ses");
  const auto event = ses_event::from_event(document);
  ASSERT_EQ(event.records().size(), 1U);
  const ses_record record = event.records()[0];
  EXPECT_EQ(record.message_id(), "o3vrnil0e2ic28tr");
  EXPECT_EQ(record.timestamp(), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(record.source(), "janedoe@example.com");
  EXPECT_EQ(record.destination(), texts{"johndoe@example.com"});
  EXPECT_EQ(record.from(), texts{"Jane Doe <janedoe@example.com>"});
  EXPECT_EQ(record.to(), texts{"johndoe@example.com"});
  EXPECT_EQ(record.subject(), "Test Subject");
  EXPECT_EQ(record.header("message-id"), "<0123456789example.com>");
  EXPECT_EQ(record.header("none"), "");
}

TEST(ses_event, has_the_receipt) {
  const json::value document = read_sample_event("ses");
  const ses_record record = ses_event(document).records()[0];
  EXPECT_EQ(record.recipients(), texts{"johndoe@example.com"});
  EXPECT_EQ(record.spam_verdict(), "PASS");
  EXPECT_EQ(record.virus_verdict(), "PASS");
  EXPECT_EQ(record.spf_verdict(), "PASS");
  EXPECT_EQ(record.dkim_verdict(), "PASS");
  EXPECT_EQ(record.dmarc_verdict(), "");
}

TEST(ses_event, bears_odd_headers) {
  const json::value document = json::parse(R"({"Records":[{"ses":{"mail":{"headers":[1,null,{"name":3}]}}}]})");
  EXPECT_EQ(ses_event(document).records()[0].header("a"), "");
}

}  // namespace
}  // namespace lamina
