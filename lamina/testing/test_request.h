#pragma once

#include <optional>
#include <utility>

#include "lamina/engine/request.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina::testing {

// A request as a hook gets it, with the context and the clock it needs, for tests and benchmarks that call hooks
// directly.
//
//   testing::test_request call({{"body", "{}"}});
//   EXPECT_TRUE(subject.before(call.request).goes_on());
//   EXPECT_EQ(call.event("body"), json::parse("{}"));
struct test_request {
  explicit test_request(json::value event, std::optional<json::value> response = {}, json::object document = {})
      : context(loop, std::move(document)),
        document(std::move(event)),
        request{this->document, context, std::move(response), std::nullopt, internal_store()} {}
  test_request(test_request&) = delete;  // not const: so that a braced event is no candidate for a copy

  // Members, for short; null when missing.
  json::value event(std::string_view key) const { return member(request.event, key); }
  json::value response(std::string_view key) const {
    return request.response ? member(*request.response, key) : json::value();
  }
  // The response's text; "" when there is none.
  std::string response_text() const { return request.response ? json::serialize(*request.response) : std::string(); }

  manual_scheduler loop;
  lamina::context context;
  json::value document;  // the event
  lamina::request request;

 private:
  static json::value member(const json::value& document, std::string_view key) {
    const json::value* found = json::find(document, key);
    return found ? *found : json::value();
  }
};

}  // namespace lamina::testing
