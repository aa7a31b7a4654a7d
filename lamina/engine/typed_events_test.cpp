// Typed events as a handler's parameter, given what the service sends and what it never would.
#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/events/authorizer_event.h"
#include "lamina/events/authorizer_response.h"
#include "lamina/events/batch_response.h"
#include "lamina/events/cloudwatch_logs_event.h"
#include "lamina/events/cognito_event.h"
#include "lamina/events/dynamodb_event.h"
#include "lamina/events/eventbridge_event.h"
#include "lamina/events/firehose_event.h"
#include "lamina/events/http_event.h"
#include "lamina/events/kafka_event.h"
#include "lamina/events/kinesis_event.h"
#include "lamina/events/s3_event.h"
#include "lamina/events/sample_events.h"
#include "lamina/events/sns_event.h"
#include "lamina/events/sqs_event.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

std::string answer(const engine& chain, json::value event) {
  testing::manual_scheduler loop;
  lamina::context context{loop};
  const outcome done = chain(std::move(event), context);
  if (!done) return "error: " + done.error().message;
  return *done ? json::serialize(**done) : "";
}

batch_response keep_failures(const sqs_event& event) {
  batch_response response;
  for (const sqs_message message : event.records())
    if (!message.json().is_object()) response.failed.emplace_back(message.message_id());
  return response;
}

json::value first_key(const s3_event& event) { return event.records()[0].key().c_str(); }
json::value first_image(const dynamodb_event& event) { return event.records()[0].new_image().value(); }
task<json::value> first_data(const kinesis_event& event) { co_return event.records()[0].data().c_str(); }
json::value topic(const sns_event& event, context&) { return json::string(event.records()[0].topic_arn()); }
json::value source(const eventbridge_event& event) { return json::string(event.source()); }
json::value method(const http_event& event) { return json::string(event.method()); }

authorizer_policy judge(const token_authorizer_event& event) {
  if (event.token() == "Bearer allow-me") return authorizer_policy::allow("me", event.arn());
  return authorizer_policy::deny("nobody", event.arn());
}
json::value log_group(const cloudwatch_logs_event& event) { return json::string(event.log_group()); }
json::value confirm(const cognito_event& event) { return event.answer({{"autoConfirmUser", true}}).at("response"); }
json::value first_value(const kafka_event& event) {
  const auto records = event.records();
  return records.empty() ? "" : records[0].value().c_str();
}
firehose_response keep_all(const firehose_event& event) {
  firehose_response response;
  for (const firehose_record record : event.records()) response.keep(record.record_id(), record.data());
  return response;
}

struct typed_handler {
  std::string_view sample;
  engine chain;
  std::string expected;
};

std::vector<typed_handler> typed_handlers() {
  std::vector<typed_handler> all;
  all.push_back({"sqs", engine(keep_failures),
                 R"({"batchItemFailures":[{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661975830a7d"},)"
                 R"({"itemIdentifier":"2e1424d4-f796-459a-8184-9c92662be6da"}]})"});
  all.push_back({"s3", engine(first_key), R"("photos/Happy Face?.jpg")"});
  all.push_back({"dynamodb", engine(first_image),
                 R"({"Message":"New item!","Id":101,"Tags":["a","b"],"Price":{"amount":12.5,"currency":"EUR"}})"});
  all.push_back({"kinesis", engine(first_data), R"("Hello, this is a test.")"});
  all.push_back({"sns", engine(topic), R"("arn:aws:sns:us-east-1:123456789012:sns-lambda")"});
  all.push_back({"eventbridge", engine(source), R"("aws.ec2")"});
  all.push_back({"rest-api", engine(method), R"("POST")"});
  all.push_back({"token-authorizer", engine(judge),
                 R"({"principalId":"me","policyDocument":{"Version":"2012-10-17","Statement":[)"
                 R"({"Action":"execute-api:Invoke","Effect":"Allow",)"
                 R"("Resource":["arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request"]}]}})"});
  all.push_back({"cloudwatch-logs", engine(log_group), R"("testLogGroup")"});
  all.push_back({"cognito-pre-sign-up", engine(confirm),
                 R"({"autoConfirmUser":true,"autoVerifyEmail":false,"autoVerifyPhone":false})"});
  all.push_back({"kafka", engine(first_value), R"("Hello, this is a test.")"});
  all.push_back({"firehose", engine(keep_all),
                 R"({"records":[{"recordId":"record1","result":"Ok","data":"SGVsbG8gV29ybGQ="},)"
                 R"({"recordId":"record2","result":"Ok","data":"SGVsbG8gV29ybGQ="}]})"});
  return all;
}

TEST(typed_events, are_given_to_handlers) {
  for (const typed_handler& one : typed_handlers())
    EXPECT_EQ(answer(one.chain, read_sample_event(one.sample)), one.expected) << one.sample;
}

TEST(typed_events, are_made_of_anything) {
  for (const typed_handler& one : typed_handlers())
    for (const char* odd : {"null", "[]", "\"text\"", "{}", R"({"Records":7,"records":{"a":1}})",
                            R"({"Records":[null,[],"x",{"a":{}}]})"}) {
      const std::string said = answer(one.chain, json::parse(odd));
      EXPECT_FALSE(said.empty() || said.starts_with("error")) << one.sample << ": " << said;
    }
}

TEST(typed_events, that_cannot_be_made_fail_the_invocation) {
  EXPECT_EQ(answer(engine(log_group), json::parse(R"({"awslogs":{"data":"AAAA"}})")),
            "error: awslogs.data: gzip: cannot be done");
}

}  // namespace
}  // namespace lamina
