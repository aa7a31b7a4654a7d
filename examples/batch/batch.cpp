// A queue's consumer: each order is booked or refused by itself, and SQS delivers again only the refused ones.
#include "lamina/lamina.h"
using namespace lamina;

// JSON where it is JSON; a message of anything else is to fail alone, so its text stays for the handler to refuse.
result<json::value> parse_leniently(const batch_payload& payload, const json::value&) {
  result<json::value> parsed = json::try_parse(payload.bytes);
  return parsed ? std::move(parsed) : result<json::value>(json::value(payload.bytes));
}

// One message. What is thrown here fails this message only.
json::value book_order(const json::value& record, context&) {
  const json::value& order = record.at("body");
  if (!order.is_object()) throw error("the message is no JSON object");
  if (order.at("amount").to_number<double>() <= 0) throw error("the amount is not positive");
  return order.at("id");
}

engine orders() {
  return engine(event_batch_handler(book_order))
      .use(event_batch_response())
      .use(event_batch_parser({.body = parse_leniently}));
}

int main() { return run(orders()); }
