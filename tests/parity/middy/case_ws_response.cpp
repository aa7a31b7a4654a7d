#include <algorithm>
#include <memory>
#include <vector>

#include "case_middlewares.h"
#include "case_values.h"
#include "lamina/middlewares/ws_response/ws_response.h"

namespace lamina::parity {
namespace {

// The mocked client: records calls; the n-th call fails with the n-th of `mock.fail`.
class recording_connections final : public websocket_connections {
 public:
  explicit recording_connections(recorder_ptr record) : record_(std::move(record)) {}

  task<result<void>> post(std::string endpoint, std::string connection_id, std::string data) override {
    record_->calls.push_back({{"operation", "PostToConnection"},
                              {"endpoint", endpoint},
                              {"input", {{"ConnectionId", connection_id}, {"Data", data}}}});
    const json::array& failures = record_->client_failures;
    const std::size_t number = record_->calls.size() - 1;
    if (number < failures.size()) co_return input_error(failures[number]);
    co_return result<void>();
  }

 private:
  recorder_ptr record_;
};

}  // namespace

void add_case_ws_response(registry& all, const recorder_ptr& record) {
  all.add("ws-response", [record](const json::object& options) -> middleware {
    ws_response_options read = ws_response::read_options(options);
    read.connections = std::make_shared<recording_connections>(record);
    return ws_response(std::move(read));
  });
}

}  // namespace lamina::parity
