#include <gtest/gtest.h>

#include <fstream>

#include "lamina/testing/raw_http_client.h"
#include "tests/system/started_program.h"

namespace lamina {
namespace {

using testing::raw_http_client;
using testing::raw_http_response;
using testing::started_program;

constexpr const char* service = R"(service: mixed
provider:
  name: aws
  runtime: nodejs20.x
  environment: {GREETING: hello}
functions:
  node:
    handler: src/api.routes.get
    events:
      - httpApi: GET /node
      - http: {path: node, method: post}
  broken: {handler: src/broken.handler, events: [{httpApi: GET /broken}]}
  stream: {handler: src/stream.handler, url: {invokeMode: RESPONSE_STREAM}}
  python:
    runtime: python3.11
    handler: src/api.handler
    events: [{httpApi: 'GET /python/{name}'}]
custom:
  lamina: {functionUrls: {stream: {port: 0}}}
)";

constexpr const char* node_code = R"(
export const routes = {get: async (event, context) => {
  console.log('asked for %s', event.rawPath ?? event.path);
  if (event.queryStringParameters?.fail) throw new RangeError('as asked');
  return {statusCode: 200, body: `${process.env.GREETING} from ${context.functionName}`};
}};
)";
constexpr const char* stream_code = R"(
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  stream = awslambda.HttpResponseStream.from(stream, {statusCode: 201, headers: {'X-From': 'stream'}});
  stream.write('in ');
  stream.write('parts');
  stream.end();
});
)";
constexpr const char* python_code = R"(
import os
def handler(event, context):
    print("asked for", event["rawPath"])
    return {"statusCode": 200, "body": os.environ["GREETING"] + " " + event["pathParameters"]["name"]}
)";

raw_http_response ask(std::uint16_t port, std::string_view line) {
  raw_http_client client(port);
  client.send(std::string(line) + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
  return client.read_response();
}

class interpreted_functions : public ::testing::Test {
 protected:
  started_program lamina{{{"serverless.yml", service},
                          {"src/api.mjs", node_code},
                          {"src/broken.js", "require('missing')"},
                          {"src/stream.js", stream_code},
                          {"src/api.py", python_code}},
                         {"serve", "--port", "0", "--access-log", "off"}};
  const std::uint16_t port = lamina.port();
};

TEST_F(interpreted_functions, in_nodejs) {
  EXPECT_EQ(ask(port, "GET /node").body, "hello from mixed-dev-node");
  EXPECT_EQ(ask(port, "POST /dev/node").body, "hello from mixed-dev-node");
  lamina.wait_for_line(R"(INFO\u0009asked for /node)");
  EXPECT_EQ(ask(port, "GET /node?fail=yes").status, 500);
  lamina.wait_for_line("as asked");
  EXPECT_EQ(ask(port, "GET /node").status, 200);
}

TEST_F(interpreted_functions, that_cannot_be_loaded_fail_their_requests) {
  EXPECT_EQ(ask(port, "GET /broken").status, 500);
  lamina.wait_for_line("Cannot find module 'missing'");
}

TEST_F(interpreted_functions, that_stream) {
  lamina.wait_for_line("Function stream is served at");
  const std::string& output = lamina.output();
  const auto at = output.find(':', output.find("Function stream is served at http:") + 36);
  const auto own = static_cast<std::uint16_t>(std::stoi(output.substr(at + 1)));
  const auto answer = ask(own, "GET /");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.header("X-From"), "stream");
  EXPECT_EQ(answer.body, "in parts");
}

TEST_F(interpreted_functions, in_python) {
  EXPECT_EQ(ask(port, "GET /python/you").body, "hello you");
  lamina.wait_for_line("asked for /python/you");
}

TEST(watched_functions, are_started_anew_when_their_code_changes) {
  started_program lamina{{{"serverless.yml",
                           "service: s\nprovider: {name: aws, runtime: nodejs20.x}\n"
                           "functions: {f: {handler: f.handler, events: [{httpApi: GET /}]}}\n"},
                          {"f.js", "exports.handler = async () => 'first'"}},
                         {"serve", "--port", "0", "--watch"}};
  const std::uint16_t port = lamina.port();
  EXPECT_EQ(ask(port, "GET /").body, "first");
  std::ofstream(lamina.folder() + "/f.js") << "exports.handler = async () => 'second'";
  lamina.wait_for_line("the code has changed");
  EXPECT_EQ(ask(port, "GET /").body, "second");
}

}  // namespace
}  // namespace lamina
