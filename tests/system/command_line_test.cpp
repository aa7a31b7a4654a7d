#include <gtest/gtest.h>

#include <sstream>

#include "tests/system/started_program.h"

namespace lamina {
namespace {

using testing::started_program;
using files = std::vector<std::pair<std::string, std::string>>;

struct ending {
  int code;
  std::string output;
};

ending run(const files& with, const std::vector<std::string>& arguments) {
  started_program lamina(with, arguments);
  const int code = lamina.wait();
  return {code, lamina.output()};
}

ending serve(const std::string& text) {
  return run({{"serverless.yml", text}}, {"serve", "--port", "0", "--artifacts", SYSTEM_FUNCTION_FOLDER});
}

const std::string head = "service: broken\nprovider: {name: aws, runtime: provided.al2023}\n";

// What is wrong stops the start, with status 1 and a line that names the place and what was expected.
struct broken_service {
  std::string name, text;
  std::vector<std::string> said;
};

void PrintTo(const broken_service& one, std::ostream* to) { *to << one.name; }  // else its bytes, with addresses

class broken : public ::testing::TestWithParam<broken_service> {};

TEST_P(broken, stops_the_start_and_says_where) {
  const auto [code, output] = serve(GetParam().text);
  EXPECT_EQ(code, 1);
  EXPECT_NE(output.find("error: "), std::string::npos) << output;
  for (const std::string& text : GetParam().said) EXPECT_NE(output.find(text), std::string::npos) << output;
}

INSTANTIATE_TEST_SUITE_P(
    services, broken,
    ::testing::Values(broken_service{"syntax", "service: x\nprovider: [aws\n", {"serverless.yml:"}},
                      broken_service{"no_handler",
                                     head + "functions:\n  api:\n    events: [{http: GET a}]\n",
                                     {"serverless.yml:4", "functions.api", "handler"}},
                      broken_service{"same_route_twice",
                                     head + "functions:\n  a: {handler: m.a, events: [{http: GET x}]}\n"
                                            "  b: {handler: m.b, events: [{http: GET x}]}\n",
                                     {"serverless.yml:5", "GET /x"}},
                      broken_service{"cycle",
                                     "service: cycle\nprovider: {name: aws, runtime: provided.al2023}\n"
                                     "custom:\n  a: ${self:custom.b}\n  b: ${self:custom.a}\nfunctions:\n"
                                     "  api: {handler: m.a, timeout: \"${self:custom.a}\", events: [{http: GET x}]}\n",
                                     {"custom.a", "custom.b"}},
                      broken_service{"nothing_to_serve",
                                     head + "functons:\n  api: {handler: m.a, events: [{http: GET a}]}\n",
                                     {"did you mean functions?", "nothing to serve", "no functions"}},
                      broken_service{"no_program",
                                     "service: x\nprovider: {name: aws, runtime: nodejs20.x}\nfunctions:\n"
                                     "  a: {handler: m.a, events: [{http: GET x}]}\n",
                                     {"serverless.yml:4", "functions.a", "there is no file m.js", "--artifacts"}},
                      broken_service{"no_such_runtime",
                                     "service: x\nprovider: {name: aws, runtime: java21}\nfunctions:\n"
                                     "  a: {handler: m.a, events: [{http: GET x}]}\n",
                                     {"serverless.yml:4", "functions.a", "java21", "provided.al2023"}},
                      broken_service{"no_runtime",
                                     "service: x\nprovider: {name: aws}\nfunctions:\n"
                                     "  a: {handler: m.a, events: [{http: GET x}]}\n",
                                     {"serverless.yml:4", "functions.a", "m.js", "no runtime is given: nodejs"}}),
    [](const auto& one) { return one.param.name; });

TEST(command_line, a_missing_file_is_named) {
  const auto [code, output] = run({}, {"routes", "nowhere.yml"});
  EXPECT_EQ(code, 1);
  EXPECT_NE(output.find("nowhere.yml"), std::string::npos) << output;
}

TEST(command_line, unknown_options_are_status_2_and_help_is_0) {
  EXPECT_EQ(run({}, {"serve", "--colour"}).code, 2);
  const auto unknown = run({}, {"fly"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.output.find("there is no command \"fly\"; there are: serve, routes, invoke"), std::string::npos)
      << unknown.output;
  const auto port = run({}, {"serve", "--port", "abc"});
  EXPECT_EQ(port.code, 2);
  EXPECT_NE(port.output.find("abc not in range 0 to 65535"), std::string::npos) << port.output;
  EXPECT_TRUE(port.output.starts_with("error: ")) << port.output;
  EXPECT_EQ(run({}, {"serve", "--prot", "1"}).output,
            "error: there is no option --prot; did you mean --port? (lamina serve --help says more)\n");
  EXPECT_EQ(run({}, {"--versoin"}).output,
            "error: there is no option --versoin; did you mean --version? (lamina --help says more)\n");
  EXPECT_EQ(run({}, {"routes", "a.yml", "b.yml"}).output,
            "error: one thing too many: b.yml (lamina routes --help says more)\n");
  EXPECT_EQ(run({}, {}).code, 0);
}

TEST(command_line, every_command_has_help_that_fits_a_terminal) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"--help"}, {"serve", "--help"}, {"routes", "--help"}, {"invoke", "-h"}, {"generate-event", "--help"}}) {
    const auto help = run({}, arguments);
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.output.find("\nUsage: lamina"), std::string::npos) << help.output;
    EXPECT_EQ(help.output.find("\n\n\n"), std::string::npos) << help.output;
    std::istringstream lines(help.output);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
  }
  const std::string serve = run({}, {"serve", "--help"}).output;
  EXPECT_EQ(run({}, {"help", "serve"}).output, serve);
  EXPECT_EQ(run({}, {"help"}).output, run({}, {}).output);
  EXPECT_NE(serve.find("\n  -p,--port PORT            Port; 0 takes a free one (default: 3000)\n"), std::string::npos)
      << serve;
}

TEST(command_line, routes_lists_them_for_people_and_for_scripts) {
  const files service = {
      {"serverless.yml", head + "functions:\n  a: {handler: m.a, events: [{http: \"GET users/{id}\"}]}\n"}};
  EXPECT_EQ(run(service, {"routes"}).output, "REST      GET     /dev/users/{id}  a\n");
  EXPECT_EQ(run(service, {"routes", "--json"}).output,
            R"([{"api":"REST","path":"/dev/users/{id}","function":"a","method":"GET"}])"
            "\n");
}

TEST(command_line, routes_says_where_the_websocket_routes_are) {
  const files service = {{"serverless.yml", head + "functions:\n  a: {handler: m.a, events: [{websocket: $connect}]}\n"
                                                   "custom: {lamina: {websocket: {path: /live}}}\n"}};
  EXPECT_EQ(run(service, {"routes"}).output,
            "WebSocket         $connect  a\n"
            "WebSocket address: /live\n");
  EXPECT_EQ(run(service, {"routes", "--websocket-port", "3001", "--websocket-host", "ws.example.com"}).output,
            "WebSocket         $connect  a\n"
            "WebSocket address: /live on host ws.example.com on port 3001\n");
  EXPECT_EQ(run(service, {"routes", "--json", "--websocket-path", "/x/"}).output,
            R"([{"api":"WebSocket","path":"$connect","function":"a","address":{"path":"/x"}}])"
            "\n");
  const auto wrong = run(service, {"routes", "--websocket-path", "live"});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.output.find("--websocket-path live: expected a path"), std::string::npos) << wrong.output;
  EXPECT_EQ(run(service, {"serve", "--websocket-host", "a:1"}).code, 1);
  EXPECT_EQ(run(service, {"serve", "--websocket-port", "70000"}).code, 2);
}

TEST(command_line, signatures_cannot_be_checked_without_keys) {
  const files service = {
      {"serverless.yml", head + "functions:\n  a: {handler: m.a, events: [{websocket: $connect}]}\n"}};
  const auto [code, output] = run(service, {"serve", "--verify-signatures", "--artifacts", SYSTEM_FUNCTION_FOLDER});
  EXPECT_EQ(code, 1);
  EXPECT_NE(output.find("--verify-signatures needs the keys"), std::string::npos) << output;
}

TEST(command_line, generate_event_lists_and_prints_samples) {
  const auto list = run({}, {"generate-event"});
  EXPECT_EQ(list.code, 0);
  EXPECT_NE(list.output.find("\nsqs "), std::string::npos) << list.output;
  EXPECT_NE(list.output.find("two messages of an SQS queue\n"), std::string::npos) << list.output;
  const auto for_scripts = run({}, {"generate-event", "--json"});
  EXPECT_TRUE(for_scripts.output.starts_with(R"([{"name":"rest-api","about":"a request to a REST API)"));

  EXPECT_TRUE(run({}, {"generate-event", "sqs"}).output.starts_with("{\n  \"Records\": [\n"));
  const std::string one_line = run({}, {"generate-event", "schedule", "--json"}).output;
  EXPECT_TRUE(one_line.starts_with(R"({"version":"0",)") && one_line.ends_with("\"detail\":{}}\n")) << one_line;

  const auto unknown = run({}, {"generate-event", "kinessis"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_NE(unknown.output.find("there is no sample event \"kinessis\"; did you mean kinesis?"), std::string::npos)
      << unknown.output;
}

TEST(command_line, invoke_takes_a_generated_event) {
  const std::string rest_api = run({}, {"generate-event", "rest-api"}).output;
  const files service = {{"serverless.yml", head + "functions:\n  hello: {handler: m.hello}\n"},
                         {"event.json", rest_api}};
  const auto invoked =
      run(service, {"invoke", "hello", "--artifacts", SYSTEM_FUNCTION_FOLDER, "--no-log", "-e", "event.json"});
  EXPECT_EQ(invoked.code, 0) << invoked.output;
  EXPECT_NE(invoked.output.find(R"("statusCode":200)"), std::string::npos) << invoked.output;
}

TEST(command_line, invoke_prints_the_answer_of_one_event) {
  const files service = {
      {"serverless.yml", head + "functions:\n  hello: {handler: m.hello}\n  fails: {handler: m.fails}\n"}};
  const auto invoke = [&](const std::string& function, const std::string& event) {
    return run(service, {"invoke", function, "--artifacts", SYSTEM_FUNCTION_FOLDER, "--no-log", "-d", event});
  };
  const auto hello = invoke("hello", R"({"queryStringParameters":{"name":"you"}})");
  EXPECT_EQ(hello.code, 0);
  EXPECT_EQ(hello.output, R"({"statusCode":200,"body":"hello you"})"
                          "\n");

  const auto fails = invoke("fails", "{}");
  EXPECT_EQ(fails.code, 1);
  EXPECT_NE(fails.output.find(R"("errorMessage":"a secret detail")"), std::string::npos) << fails.output;

  const auto unknown = invoke("nobody", "{}");
  EXPECT_EQ(unknown.code, 1);
  EXPECT_NE(unknown.output.find("there are: hello, fails"), std::string::npos) << unknown.output;
  EXPECT_EQ(invoke("hello", "{\n  \"a\": 1,\n}").output,
            "error: the event is not JSON: line 3, column 1: expected a name in double quotes, found '}'\n");
}

}  // namespace
}  // namespace lamina
