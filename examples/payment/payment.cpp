#include "lamina/lamina.h"
using namespace lamina;

constexpr std::string_view payment_schema = R"({
  "type": "object", "required": ["body"], "properties": {"body": {
    "type": "object", "required": ["amount", "currency"],
    "properties": {"amount": {"type": "number"}, "currency": {"type": "string"}}}}})";

http_response process_payment(const http_event& event) {
  const auto& payment = event.json();  // parsed by http_json_body_parser
  return {.status_code = 200, .body = json::serialize({{"result", "success"}, {"amount", payment.at("amount")}})};
}

engine payments() {
  return engine(process_payment)
      .use(http_json_body_parser())
      .use(validator({.event_schema = json::parse(payment_schema)}))
      .use(http_error_handler());
}

int main() { return run(payments()); }
