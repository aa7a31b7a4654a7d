#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>

#include "examples/user_store/application.h"
#include "examples/user_store/fake_management_api.h"
#include "examples/user_store/root_reducer.h"
#include "examples/user_store/temporary_store.h"
#include "examples/user_store/tokens.h"
#include "lamina/testing/manual_scheduler.h"

// The functions as they run: several processes on one file, connecting, disconnecting and pushing at once.
namespace user_store {
namespace {

using namespace lamina;

constexpr int process_count = 4;
constexpr int rounds = 15;

settings settings_of(const std::string& store_path, const std::string& endpoint) {
  return {.password_table = "password",
          .subscription_table = "subscription",
          .document_table = "user",
          .region = "us-east-1",
          .store_path = store_path,
          .management_endpoint = endpoint,
          .debug = false};
}

int call(const engine& handler, json::value event) {
  lamina::testing::manual_scheduler loop;
  context invocation(loop);
  const outcome answered = handler(std::move(event), invocation);
  return answered && *answered ? static_cast<int>((*answered)->at("statusCode").as_int64()) : 502;
}

json::value socket_event(const char* kind, const std::string& id, const json::object& headers = {}) {
  return {{"requestContext", {{"eventType", kind}, {"connectionId", id}}}, {"headers", headers}};
}

json::value put_event(int n) {
  return {{"httpMethod", "PUT"},
          {"path", "/api/user/self"},
          {"headers", {{"Content-Type", "application/json"}}},
          {"requestContext", {{"authorizer", {{"principalId", "alice"}}}}},
          {"body", json::serialize({{"n", n}})}};
}

// Connects `rounds` times, changes the document after each, and disconnects every other one. The exit status.
int use_it(const settings& configured, int process) {
  auto store = store::sqlite_store::open(configured.store_path, {.survives_power_loss = false});
  if (!store) return 1;
  const std::shared_ptr<store::object_store> shared = *std::move(store);
  const auto log = std::make_shared<logger>(log_level::error, [](std::string_view) {});
  const application app = make_application(configured, shared, log, root_reducer());
  const engine sockets = make_web_sockets_handler(app);
  const engine api = make_http_api_handler(app);
  lamina::testing::manual_scheduler clock;
  const std::string token =
      make_token(signing_key(shared, configured.password_table).get(), "alice", {"self"}, clock.wall_clock());
  for (int i = 0; i < rounds; ++i) {
    const std::string id = "p" + std::to_string(process) + "-" + std::to_string(i);
    if (call(sockets, socket_event("CONNECT", id, {{"Authorization", "Bearer " + token}})) != 200) return 2;
    if (call(api, put_event(i)) != 200) return 3;
    if (i % 2 != 0 && call(sockets, socket_event("DISCONNECT", id)) != 200) return 4;
  }
  return 0;
}

// Waits for the endpoint, which is known once the others have been started: a process must not be copied while it has
// threads.
int run_child(int endpoints, const std::string& store_path, int process) {
  std::string endpoint;
  for (char byte; ::read(endpoints, &byte, 1) == 1 && byte != '\n';) endpoint += byte;
  return use_it(settings_of(store_path, endpoint), process);
}

std::set<std::string> expected_items() {
  std::set<std::string> ids;
  for (int process = 0; process < process_count; ++process) {
    for (int i = 0; i < rounds; i += 2) {
      const std::string id = "p" + std::to_string(process) + "-" + std::to_string(i);
      ids.insert(subscriber_item_id("alice", id));
      ids.insert(connection_item_id(id));
    }
  }
  return ids;
}

TEST(functions_in_several_processes, lose_no_subscription_and_leave_none_over) {
  const temporary_store temporary;
  std::array<pid_t, process_count> children{};
  std::array<int, process_count> endpoints{};
  for (int process = 0; process < process_count; ++process) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const auto index = static_cast<std::size_t>(process);
    children[index] = ::fork();
    if (children[index] == 0) ::_exit(run_child(ends[0], temporary.path(), process));
    ::close(ends[0]);
    endpoints[index] = ends[1];
  }
  const fake_management_api api;
  const std::string line = api.endpoint() + "\n";
  for (const int end : endpoints) {
    ASSERT_EQ(::write(end, line.data(), line.size()), static_cast<ssize_t>(line.size()));
    ::close(end);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : 128, 0);
  }
  const auto left = temporary.store->ids("subscription").value();
  EXPECT_EQ(std::set<std::string>(left.begin(), left.end()), expected_items());
  // Each heard of at least the change that followed its own connecting.
  std::set<std::string> reached;
  for (const auto& made : api.calls()) reached.insert(made.connection_id);
  EXPECT_EQ(reached.size(), static_cast<std::size_t>(process_count * rounds));
}

}  // namespace
}  // namespace user_store
