// Any document may come where an event of a service is expected; reading it must do no harm.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lamina/events/appsync_event.h"
#include "lamina/events/authorizer_event.h"
#include "lamina/events/cloudwatch_logs_event.h"
#include "lamina/events/cognito_event.h"
#include "lamina/events/config_event.h"
#include "lamina/events/dynamodb_event.h"
#include "lamina/events/firehose_event.h"
#include "lamina/events/iot_event.h"
#include "lamina/events/kafka_event.h"
#include "lamina/events/kinesis_event.h"
#include "lamina/events/s3_batch_event.h"
#include "lamina/events/s3_event.h"
#include "lamina/events/ses_event.h"
#include "lamina/events/sqs_event.h"
#include "lamina/events/websocket_event.h"

namespace lamina {
namespace {

std::size_t read_records(const json::value& document) {
  std::size_t seen = 0;
  for (const sqs_message one : sqs_event(document).records()) seen += one.body().size() + one.attribute("a").size();
  for (const s3_record one : s3_event(document).records()) seen += one.key().size();
  for (const s3_batch_task one : s3_batch_event(document).tasks()) seen += one.key().size() + one.bucket().size();
  for (const kinesis_record one : kinesis_event(document).records()) seen += one.data().size();
  for (const firehose_record one : firehose_event(document).records()) seen += one.data().size();
  for (const ses_record one : ses_event(document).records()) seen += one.header("to").size() + one.to().size();
  for (const kafka_record& one : kafka_event(document).records())
    seen += one.key().size() + one.value().size() + one.header("h").size();
  for (const dynamodb_record one : dynamodb_event(document).records())
    seen += one.new_image().has_value() + one.created_at().time_since_epoch().count() % 2;
  return seen;
}

std::size_t read_others(const json::value& document) {
  std::size_t seen = cognito_event(document).answer().get_object().size() + appsync_event(document).selection().size() +
                     config_event(document).invoking_event().has_value() +
                     iot_authorizer_event(document).password().size() +
                     request_authorizer_event(document).identity_sources().size();
  const websocket_event socket(document);
  seen += socket.management_endpoint().size() + socket.cookie("a").size() + socket.authorizer().is_null() +
          socket.source_ip().size() + socket.route().size();
  if (const auto logs = cloudwatch_logs_event::from_event(document)) seen += logs->log_events().size();
  return seen;
}

}  // namespace
}  // namespace lamina

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = lamina::json::try_parse({reinterpret_cast<const char*>(data), size});
  if (document && lamina::read_records(*document) + lamina::read_others(*document) == static_cast<std::size_t>(-1))
    std::abort();
  return 0;
}
