#include <memory>

#include "case_middlewares.h"
#include "lamina/middlewares/http_x402/http_x402.h"

namespace lamina::parity {
namespace {

// The mocked client: records its calls; answers as `mock.responses` says.
class recording_facilitator final : public x402_facilitator {
 public:
  explicit recording_facilitator(recorder_ptr record) : record_(std::move(record)) {}

  task<result<json::value>> verify(json::value payload, json::value requirements, scheduler&) override {
    co_return call("verify", std::move(payload), std::move(requirements));
  }
  task<result<json::value>> settle(json::value payload, json::value requirements, scheduler&) override {
    co_return call("settle", std::move(payload), std::move(requirements));
  }

 private:
  result<json::value> call(const char* operation, json::value payload, json::value requirements) {
    record_->calls.push_back({{"at", record_->invocation},
                              {"operation", operation},
                              {"input", {{"payload", std::move(payload)}, {"requirements", std::move(requirements)}}}});
    const json::value answer = record_->next_answer(operation);
    if (const json::value* output = json::find(answer, "output")) return *output;
    const json::value* failure = json::find(answer, "error");
    if (failure == nullptr) return json::value(json::object());
    error made{std::string(json::find_string(*failure, "message"))};
    made.cause = *failure;
    return made;
  }

  recorder_ptr record_;
};

}  // namespace

void add_case_x402(registry& all, const recorder_ptr& record) {
  all.add("http-x402", [record](const json::object& options) -> middleware {
    http_x402_options read = http_x402::read_options(options);
    record->clients.push_back(json::object{{"url", read.facilitator_url}});
    read.facilitator = std::make_shared<recording_facilitator>(record);
    return http_x402(std::move(read));
  });
}

}  // namespace lamina::parity
