#include "lamina/middlewares/registry.h"

#include "lamina/middlewares/cache/cache.h"
#include "lamina/middlewares/cloudformation_response/cloudformation_response.h"
#include "lamina/middlewares/cloudwatch_metrics/cloudwatch_metrics.h"
#include "lamina/middlewares/do_not_wait_for_empty_event_loop/do_not_wait_for_empty_event_loop.h"
#include "lamina/middlewares/error_logger/error_logger.h"
#include "lamina/middlewares/event_batch_parser/event_batch_parser.h"
#include "lamina/middlewares/event_batch_response/event_batch_response.h"
#include "lamina/middlewares/event_normalizer/event_normalizer.h"
#include "lamina/middlewares/http_content_encoding/http_content_encoding.h"
#include "lamina/middlewares/http_content_negotiation/http_content_negotiation.h"
#include "lamina/middlewares/http_cors/http_cors.h"
#include "lamina/middlewares/http_error_handler/http_error_handler.h"
#include "lamina/middlewares/http_event_normalizer/http_event_normalizer.h"
#include "lamina/middlewares/http_header_normalizer/http_header_normalizer.h"
#include "lamina/middlewares/http_json_body_parser/http_json_body_parser.h"
#include "lamina/middlewares/http_jwt/http_jwt.h"
#include "lamina/middlewares/http_multipart_body_parser/http_multipart_body_parser.h"
#include "lamina/middlewares/http_partial_response/http_partial_response.h"
#include "lamina/middlewares/http_paseto/http_paseto.h"
#include "lamina/middlewares/http_response_serializer/http_response_serializer.h"
#include "lamina/middlewares/http_security_headers/http_security_headers.h"
#include "lamina/middlewares/http_urlencode_body_parser/http_urlencode_body_parser.h"
#include "lamina/middlewares/http_urlencode_path_parser/http_urlencode_path_parser.h"
#include "lamina/middlewares/http_x402/http_x402.h"
#include "lamina/middlewares/idempotency/idempotency.h"
#include "lamina/middlewares/input_output_logger/input_output_logger.h"
#include "lamina/middlewares/s3_key_normalizer/s3_key_normalizer.h"
#include "lamina/middlewares/sqs_json_body_parser/sqs_json_body_parser.h"
#include "lamina/middlewares/sqs_partial_batch_failure/sqs_partial_batch_failure.h"
#include "lamina/middlewares/validator/validator.h"
#include "lamina/middlewares/warmup/warmup.h"
#include "lamina/middlewares/ws_json_body_parser/ws_json_body_parser.h"
#include "lamina/middlewares/ws_response/ws_response.h"

namespace lamina {

const registry& standard_middlewares() {
  static const registry all = [] {
    registry made;
    made.add<cache>();
    made.add<cloudformation_response>();
    made.add<cloudwatch_metrics>();
    made.add<do_not_wait_for_empty_event_loop>();
    made.add<error_logger>();
    made.add<event_batch_parser>();
    made.add<event_batch_response>();
    made.add<event_normalizer>();
    made.add<http_content_encoding>();
    made.add<http_content_negotiation>();
    made.add<http_cors>();
    made.add<http_error_handler>();
    made.add<http_event_normalizer>();
    made.add<http_header_normalizer>();
    made.add<http_json_body_parser>();
    made.add<http_jwt>();
    made.add<http_multipart_body_parser>();
    made.add<http_partial_response>();
    made.add<http_paseto>();
    made.add<http_response_serializer>();
    made.add<http_security_headers>();
    made.add<http_urlencode_body_parser>();
    made.add<http_urlencode_path_parser>();
    made.add<http_x402>();
    made.add<idempotency>();
    made.add<input_output_logger>();
    made.add<s3_key_normalizer>();
    made.add<sqs_json_body_parser>();
    made.add<sqs_partial_batch_failure>();
    made.add<validator>();
    made.add<warmup>();
    made.add<ws_json_body_parser>();
    made.add<ws_response>();
    return made;
  }();
  return all;
}

}  // namespace lamina
