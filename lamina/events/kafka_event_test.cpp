#include "lamina/events/kafka_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(kafka_event, has_the_records_of_all_partitions) {
  const json::value document = read_sample_event("kafka");
  const auto event = kafka_event::from_event(document);
  EXPECT_EQ(event.source(), "aws:kafka");
  EXPECT_TRUE(event.cluster_arn().starts_with("arn:aws:kafka:us-east-1:123456789012:cluster/vpc-"));
  EXPECT_EQ(event.bootstrap_servers().find("b-2.demo-cluster-1"), 0U);
  ASSERT_EQ(event.records().size(), 1U);
  const kafka_record record = event.records()[0];
  EXPECT_EQ(record.topic(), "mytopic");
  EXPECT_EQ(record.partition(), 0);
  EXPECT_EQ(record.offset(), 15);
  EXPECT_EQ(record.timestamp(), event_time(std::chrono::milliseconds(1545084650987)));
  EXPECT_EQ(record.timestamp_type(), "CREATE_TIME");
  EXPECT_EQ(record.key(), "abcDEFghiJKLmnoPQRstuVWXyz1234");
  EXPECT_EQ(record.value(), "Hello, this is a test.");
  EXPECT_EQ(record.json(), json::value("SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg=="));
  EXPECT_EQ(record.header("headerKey"), "headerValue");
  EXPECT_EQ(record.header("none"), "");
}

TEST(kafka_event, is_of_a_cluster_of_ones_own_too) {
  const json::value document = read_sample_event("self-managed-kafka");
  EXPECT_EQ(kafka_event(document).source(), "SelfManagedKafka");
  EXPECT_EQ(kafka_event(document).cluster_arn(), "");
  EXPECT_EQ(kafka_event(document).records().size(), 1U);
}

TEST(kafka_event, reads_negative_bytes_as_java_writes_them) {
  const json::value document = json::parse(R"({"records":{"t-0":[{"headers":[{"h":[-61,-87,"x"]}]}]}})");
  EXPECT_EQ(kafka_event(document).records().at(0).header("h"), "é");
}

}  // namespace
}  // namespace lamina
