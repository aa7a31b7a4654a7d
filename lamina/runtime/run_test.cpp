#include "lamina/runtime/run.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <map>
#include <stdexcept>

#include "lamina/json/json.h"
#include "lamina/testing/fake_runtime_api.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina {
namespace {

using testing::fake_runtime_api;

// A pipe of a child: what it reads or writes there.
struct pipe_ends {
  std::array<int, 2> ends{-1, -1};
  pipe_ends() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  }
  ~pipe_ends() {
    close(0);
    close(1);
  }
  void close(std::size_t end) {
    if (ends[end] >= 0) ::close(std::exchange(ends[end], -1));
  }
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// test_function_main.cpp as a real process, with exactly this environment.
class function_process {
 public:
  function_process(std::map<std::string, std::string> variables, std::vector<std::string> arguments = {},
                   std::string_view input = {}) {
    arguments.insert(arguments.begin(), LAMINA_BINARY_DIR "/lamina/runtime/runtime_test_function");
    std::vector<std::string> environment;
    for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in_.ends[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out_.ends[1], 1);
    ::posix_spawn_file_actions_adddup2(&actions, err_.ends[1], 2);
    const int failed = ::posix_spawn(&id_, arguments.front().c_str(), &actions, nullptr, pointers(arguments).data(),
                                     pointers(environment).data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + arguments.front());
    in_.close(0), out_.close(1), err_.close(1);
    if (::write(in_.ends[1], input.data(), input.size()) != static_cast<ssize_t>(input.size()))
      throw std::runtime_error("cannot write");
    in_.close(1);
  }
  ~function_process() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }

  void signal(int number) const { ::kill(id_, number); }
  // Its exit status; a signal that killed it as a negative number.
  int wait() {
    int status = 0;
    ::waitpid(std::exchange(id_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  std::string output() { return read(out_, {}); }
  std::string errors() { return read(err_, {}); }
  std::string output_line() { return read(out_, "\n"); }

 private:
  static std::string read(pipe_ends& from, std::string_view until) {
    std::string text;
    std::array<char, 4096> bytes;
    while (until.empty() || text.find(until) == text.npos) {
      pollfd ready{.fd = from.ends[0], .events = POLLIN, .revents = 0};
      if (::poll(&ready, 1, 10'000) <= 0) throw std::runtime_error("the function writes nothing");
      const ssize_t got = ::read(from.ends[0], bytes.data(), bytes.size());
      if (got <= 0) break;
      text.append(bytes.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

  pid_t id_ = -1;
  pipe_ends in_, out_, err_;
};

std::map<std::string, std::string> lambda_environment(const fake_runtime_api& api, std::string handler) {
  return {{"AWS_LAMBDA_RUNTIME_API", api.address()},  {"_HANDLER", std::move(handler)},
          {"AWS_LAMBDA_FUNCTION_NAME", "hello"},      {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
          {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"}, {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/hello"},
          {"AWS_LAMBDA_LOG_STREAM_NAME", "stream"}};
}

TEST(run, serves_events_until_it_is_told_to_end) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "src/index.echo"));
  for (int i = 0; i < 100; ++i) {
    const std::string event = R"({"text":"caf\u00e9","n":)" + std::to_string(i) + ",\"long\":\"" +
                              std::string(static_cast<std::size_t>(i) * 3000, 'x') + "\"}";
    api.push("id-" + std::to_string(i), event);
    const auto said = api.take_answer();
    EXPECT_EQ(said.kind, "response");
    EXPECT_EQ(said.request_id, "id-" + std::to_string(i));
    EXPECT_TRUE(json::parse(said.body) == json::parse(event)) << said.body.substr(0, 200);
  }
  api.wait_for_polls(1);
  function.signal(SIGTERM);
  EXPECT_EQ(function.wait(), 0);
}

TEST(run, the_handler_sees_lambdas_context_trace_and_deadline) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "describe"));
  api.push("id-1", R"({"a":1})");
  EXPECT_EQ(json::parse(api.take_answer().body), json::parse(R"({
    "event": {"a": 1},
    "context": {"functionName": "hello", "functionVersion": "$LATEST", "memoryLimitInMB": "128",
      "logGroupName": "/aws/lambda/hello", "logStreamName": "stream", "awsRequestId": "id-1",
      "invokedFunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:hello",
      "traceId": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"},
    "trace": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1", "has_time": true})"));
  api.push("id-2", "2",
           {{"Lambda-Runtime-Client-Context", R"({"custom":{"k":"v"}})"},
            {"Lambda-Runtime-Cognito-Identity", "not json"},
            {"Lambda-Runtime-Aws-Tenant-Id", "blue"}});
  const auto second = json::parse(api.take_answer().body);
  EXPECT_EQ(second.at("trace"), "(none)");
  EXPECT_EQ(second.at("has_time"), false);
  EXPECT_EQ(second.at("context").at("tenantId"), "blue");
  EXPECT_EQ(second.at("context").at("clientContext"), json::parse(R"({"custom":{"k":"v"}})"));
  EXPECT_FALSE(second.at("context").as_object().contains("identity"));
  api.wait_for_polls(1);
  function.signal(SIGTERM);
  EXPECT_EQ(function.wait(), 0);
  const std::string logged = function.errors();
  const auto line = json::parse(logged.substr(0, logged.find('\n')));
  EXPECT_EQ(line.at("message"), "described");
  EXPECT_EQ(line.at("requestId"), "id-1");
  EXPECT_EQ(line.at("answer"), 42);
}

TEST(run, errors_are_reported_with_type_and_message) {
  for (const auto& [handler, type, message] : std::vector<std::array<std::string, 3>>{
           {"fail", "NotFoundError", "caf\u00e9 closed \ufffd"}, {"fail_foreign", "Error", "foreign"}}) {
    fake_runtime_api api;
    function_process function(lambda_environment(api, handler));
    for (int i = 0; i < 2; ++i) {
      api.push("id", "{}");
      const auto said = api.take_answer();
      EXPECT_EQ(said.kind, "error");
      EXPECT_EQ(said.error_type, type);
      EXPECT_EQ(json::parse(said.body),
                json::value({{"errorMessage", message}, {"errorType", type}, {"stackTrace", json::array()}}));
    }
  }
}

TEST(run, an_event_that_is_no_json_fails_only_itself) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "echo"));
  api.push("bad", "{\"a\":");
  const auto said = api.take_answer();
  EXPECT_EQ(said.kind, "error");
  EXPECT_EQ(said.error_type, "Runtime.UnmarshalError");
  api.push("good", "1");
  EXPECT_EQ(api.take_answer().body, "1");
}

TEST(run, nothing_returned_is_null) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "return_nothing"));
  api.push("id", "{}");
  EXPECT_EQ(api.take_answer().body, "null");
}

TEST(run, asynchronous_handlers_are_waited_for) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "wait_then_echo"));
  for (int i = 0; i < 3; ++i) {
    api.push("id", std::to_string(i));
    EXPECT_EQ(api.take_answer().body, std::to_string(i));
  }
  api.wait_for_polls(1);
  function.signal(SIGTERM);
  EXPECT_EQ(function.wait(), 0);
}

TEST(run, middlewares_load_ahead_once_unless_several_loops_would_share_it) {
  for (const auto& [concurrency, prefetches] : {std::pair("1", "1"), std::pair("2", "0")}) {
    fake_runtime_api api;
    auto environment = lambda_environment(api, "prefetches");
    environment["AWS_LAMBDA_MAX_CONCURRENCY"] = concurrency;
    function_process function(environment);
    for (int i = 0; i < 2; ++i) {
      api.push("id", "{}");
      EXPECT_EQ(api.take_answer().body, prefetches);
    }
  }
}

TEST(run, sigterm_during_an_invocation_lets_it_finish) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "terminate_self"));
  api.push("id", "{}");
  EXPECT_EQ(api.take_answer().body, R"("finished")");
  EXPECT_EQ(function.wait(), 0);
}

TEST(run, an_answer_that_is_refused_is_not_the_end) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "echo"));
  api.answer_posts_with(413);
  api.push("large", "1");
  EXPECT_EQ(api.take_answer().request_id, "large");
  api.answer_posts_with(202);
  api.push("next", "2");
  EXPECT_EQ(api.take_answer().request_id, "next");
}

TEST(run, an_unknown_handler_is_an_init_error_that_names_the_others) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "index.missing"));
  const auto said = api.take_answer();
  EXPECT_EQ(said.kind, "init_error");
  EXPECT_EQ(said.error_type, "Runtime.HandlerNotFound");
  EXPECT_TRUE(json::find_string(json::parse(said.body), "errorMessage")
                  .starts_with("no handler \"index.missing\" in this program; it has \"echo\", "));
  EXPECT_EQ(function.wait(), 1);
}

TEST(run, it_ends_when_the_runtime_api_is_gone) {
  fake_runtime_api api;
  function_process function(lambda_environment(api, "echo"));
  api.wait_for_polls(1);
  api.stop();
  EXPECT_EQ(function.wait(), 1);
  EXPECT_NE(function.errors().find("Runtime API at 127.0.0.1"), std::string::npos);
}

TEST(run, several_invocations_at_once_when_lambda_allows_it) {
  fake_runtime_api api;
  auto environment = lambda_environment(api, "meet");
  environment["AWS_LAMBDA_MAX_CONCURRENCY"] = "4";
  function_process function(environment);
  api.wait_for_polls(4);
  api.push("a", "1");
  api.push("b", "2");
  EXPECT_EQ(std::stoi(api.take_answer().body) + std::stoi(api.take_answer().body), 3);
  api.wait_for_polls(4);
  function.signal(SIGTERM);
  EXPECT_EQ(function.wait(), 0);
}

TEST(run, by_hand_it_says_what_it_is) {
  function_process help({}, {"--help"});
  const std::string text = help.output();
  EXPECT_EQ(help.wait(), 0);
  for (const char* expected : {"--event FILE", "--serve PORT", "\"wait_then_echo\"", "Lambda"})
    EXPECT_NE(text.find(expected), std::string::npos) << expected;
  function_process bare({});
  EXPECT_EQ(bare.errors(), text);
  EXPECT_EQ(bare.wait(), 2);
}

TEST(run, by_hand_one_event_gives_its_answer_on_standard_output) {
  function_process good({}, {"--handler", "x.echo", "--event", "-"}, R"({"a": [1, 2.0]})");
  EXPECT_EQ(good.output(), "{\"a\":[1,2]}\n");
  EXPECT_EQ(good.wait(), 0);
  function_process bad({}, {"--handler", "fail", "--event", "-"}, "{}");
  EXPECT_EQ(json::find_string(json::parse(bad.output()), "errorType"), "NotFoundError");
  EXPECT_EQ(bad.wait(), 1);
  function_process broken({}, {"--handler", "x.echo", "--event", "-"}, "[1,\n 2 3]");
  EXPECT_NE(broken.errors().find("-: line 2, column 4: expected , or ], found '3'"), std::string::npos);
  EXPECT_EQ(broken.wait(), 1);
  function_process waits({}, {"--handler", "wait_then_echo", "--event", "-"}, "7");
  EXPECT_EQ(waits.output(), "7\n");
}

TEST(run, by_hand_wrong_arguments_are_explained) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--event", "/nowhere"}, "no handler \"\" in this program"},
      {{"--handler", "echo", "--event", "/nowhere"}, "cannot read /nowhere"},
      {{"--handler", "echo", "--serve", "http"}, "expected a port"},
      {{"--handler", "echo", "--serve", "65536"}, "expected a port"},
      {{"--port", "1"}, "unknown argument --port"},
      {{"--event"}, "--event needs a value"},
  };
  for (const auto& [arguments, expected] : cases) {
    function_process wrong({}, arguments);
    const std::string said = wrong.errors();
    EXPECT_NE(said.find(expected), std::string::npos) << said;
    EXPECT_NE(wrong.wait(), 0);
  }
}

TEST(run, by_hand_it_serves_http) {
  for (const std::string handler : {"echo", "wait_then_echo"}) {
    function_process server({}, {"--handler", handler, "--serve", "0"});
    const std::string url = server.output_line();
    ASSERT_TRUE(url.starts_with("http://127.0.0.1:")) << url;
    const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(17)));
    const auto response = testing::fetch(port, "POST", "/a?b=c", "body");
    EXPECT_EQ(response.status, 200);
    const auto event = json::parse(response.body);
    EXPECT_EQ(event.at("rawPath"), "/a");
    EXPECT_EQ(event.at("body"), "body");
    EXPECT_EQ(event.at("queryStringParameters").at("b"), "c");
  }
}

}  // namespace
}  // namespace lamina
