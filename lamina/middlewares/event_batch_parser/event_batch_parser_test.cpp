#include "lamina/middlewares/event_batch_parser/event_batch_parser.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "lamina/base/base64.h"
#include "lamina/compression/compress.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::string parsed(std::string_view event, event_batch_parser_options options) {
  testing::test_request call(json::parse(event));
  step said = event_batch_parser(std::move(options)).before(call.request);
  return said.failure() ? said.failure()->message : json::serialize(call.request.event);
}
event_batch_parser_options json_data() { return {.data = parse_json_payload()}; }

result<json::value> show(const batch_payload& payload, const json::value&) {
  return json::value(payload.schema_version_id.value_or("none") + " " + payload.bytes);
}

std::string framed(char compression, std::string_view payload) {
  std::string bytes("\x03");
  bytes.append(1, compression).append("0123456789abcdef").append(payload);
  return base64_encode(bytes);
}
std::string kinesis(std::string_view data) {
  return R"({"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":")" + std::string(data) + R"("}}]})";
}

TEST(event_batch_parser, parses_the_payload_of_each_service) {
  const auto check = [](std::string_view event, std::string_view expected) {
    EXPECT_EQ(parsed(event, json_data()), expected);
  };
  check(R"({"Records":[{"eventSource":"aws:sqs","body":"{\"a\":1}"},{"body":null},{}]})",
        R"({"Records":[{"eventSource":"aws:sqs","body":{"a":1}},{"body":null},{}]})");
  check(kinesis("dHJ1ZQ=="), R"({"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":true}}]})");
  check(R"({"deliveryStreamArn":"a","records":[{"data":"WzFd"}]})",
        R"({"deliveryStreamArn":"a","records":[{"data":[1]}]})");
  check(R"({"eventSource":"aws:rmq","rmqMessagesByQueue":{"q":[{"data":"WzFd"}]}})",
        R"({"eventSource":"aws:rmq","rmqMessagesByQueue":{"q":[{"data":[1]}]}})");
  check(R"({"eventSource":"aws:kafka"})", R"({"eventSource":"aws:kafka"})");
}

TEST(event_batch_parser, parses_keys_of_kafka) {
  EXPECT_EQ(parsed(R"({"eventSource":"aws:kafka","records":{"t-0":[{"key":"Imsi","value":"Mw=="},{"value":"Mw=="}]}})",
                   {.key = parse_json_payload()}),
            R"({"eventSource":"aws:kafka","records":{"t-0":[{"key":"k","value":"Mw=="},{"value":"Mw=="}]}})");
  EXPECT_EQ(parsed(R"({"Records":[{"eventSource":"aws:sqs","body":"{}"}]})", {.key = parse_json_payload()}),
            "@middy/event-batch-parser: field \"key\" is not supported for event source \"aws:sqs\". "
            "Supported: value, body, data");
}

TEST(event_batch_parser, takes_off_the_frame_of_the_schema_registry) {
  const std::string id = "30313233-3435-3637-3839-616263646566";
  const auto data = [](const std::string& event) {
    return json::parse(event).at("Records").at(0).at("kinesis").at("data");
  };
  EXPECT_EQ(data(parsed(kinesis(framed(0, "plain")), {.data = show})), json::value(id + " plain"));
  EXPECT_EQ(data(parsed(kinesis(framed(5, *compress(content_coding::deflate, "packed"))), {.data = show})),
            json::value(id + " packed"));
  EXPECT_EQ(data(parsed(kinesis(base64_encode("\x03 short")), {.data = show})), json::value("none \x03 short"));
  EXPECT_EQ(parsed(kinesis(framed(9, "x")), {.data = show}), "Unsupported Glue Schema Registry compression byte: 0x09");
}

TEST(event_batch_parser, limits_what_is_decompressed) {
  testing::test_request call(
      json::parse(kinesis(framed(5, *compress(content_coding::deflate, std::string(1000, 'a'))))));
  step said = event_batch_parser({.data = show, .max_decompressed_bytes = 999}).before(call.request);
  ASSERT_NE(said.failure(), nullptr);
  EXPECT_EQ(said.failure()->status_code, 413);
  EXPECT_EQ(parsed(kinesis(framed(5, "broken")), {.data = show}), "deflate: cannot be done");
}

TEST(event_batch_parser, answers_422_for_what_a_parser_refuses) {
  const payload_parser thrower = [](const batch_payload&, const json::value&) -> result<json::value> {
    throw std::runtime_error("no schema");
  };
  testing::test_request call(json::parse(R"({"Records":[{"eventSource":"aws:sqs","body":"x"}]})"));
  step said = event_batch_parser({.body = thrower}).before(call.request);
  ASSERT_NE(said.failure(), nullptr);
  EXPECT_EQ(said.failure()->status_code, 422);
  EXPECT_EQ(json::serialize(*said.failure()->cause),
            R"({"package":"@middy/event-batch-parser","source":"aws:sqs","field":"body","message":"no schema"})");
  EXPECT_EQ(parsed(kinesis("ew=="), json_data()), "Invalid record payload");
}

TEST(event_batch_parser, applies_a_reviver) {
  const auto twice = [](std::string_view, json::value member) {
    return member.is_int64() ? json::value(member.get_int64() * 2) : member;
  };
  EXPECT_EQ(parsed(R"({"Records":[{"eventSource":"aws:sqs","body":"[1]"}]})", {.value = parse_json_payload(twice)}),
            R"({"Records":[{"eventSource":"aws:sqs","body":[2]}]})");
}

TEST(event_batch_parser, refuses_unknown_services_unless_told_not_to) {
  for (const std::string event : {"null", R"({"detail":1})", R"({"Records":[{"eventSource":"aws:sns"}]})"}) {
    EXPECT_EQ(parsed(event, {}), "Unsupported event source");
    EXPECT_EQ(parsed(event, {.disable_event_source_error = true}), event);
  }
}

TEST(event_batch_parser, refuses_unknown_options) {
  const registry& all = standard_middlewares();
  EXPECT_TRUE(all.make(event_batch_parser::name, {{"maxDecompressedBytes", 5}}).before());
  EXPECT_THROW(all.make(event_batch_parser::name, {{"body", "json"}}), error);
  EXPECT_THROW(all.make(event_batch_parser::name, {{"x", 1}}), error);
}

}  // namespace
}  // namespace lamina
