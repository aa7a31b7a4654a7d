#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/json/json.h"

// What a service is, whatever file said so: filled by a loader (serverless.yml first), read by everything else. Values
// are final: variables resolved, defaults filled in. Names follow serverless.yml.
namespace lamina::config {

// Where something was written, for messages: "serverless.yml:31: functions.api.events[0].http.path".
struct location {
  std::string file;
  int line = 0;     // 1 is the first; 0: unknown
  std::string key;  // dotted path
  // "serverless.yml:31: functions.api.events[0].http.path", without the parts that are unknown.
  std::string text() const;
};

struct http_api_cors {
  std::vector<std::string> origins{}, methods{}, headers{}, exposed_headers{};
  bool allow_credentials = false;
  std::optional<int> max_age{};
};

// The address of one function (`url:`).
struct function_url {
  bool is_signed = false;               // authorizer: aws_iam
  bool streams = false;                 // invokeMode: RESPONSE_STREAM
  std::optional<http_api_cors> cors{};  // none: the function's own matter
  std::optional<std::uint16_t> port{};  // custom.lamina.functionUrls.<key>.port: besides its host name; 0: any free one
};

// How a function takes the events that nobody waits for.
struct asynchronous_settings {
  unsigned max_retries = 2;              // maximumRetryAttempts: after an error, 0 to 2
  std::chrono::seconds max_age{21'600};  // maximumEventAge, 60 to 21600
  // destinations.onSuccess, .onFailure and onError: a function's key or ARN, another ARN, or a CloudFormation function;
  // null: none
  json::value on_success, on_failure, on_error;
};

struct function {
  std::string key;      // in serverless.yml
  std::string name;     // deployed: service-stage-key
  std::string handler;  // goes into _HANDLER
  std::string image;    // container image instead of a handler: cannot be run here
  std::string runtime;  // provided.al2023, nodejs20.x, ...
  std::chrono::seconds timeout{6};
  int memory_mb = 1024;
  std::map<std::string, json::value>
      environment;  // text; null: unset; objects: CloudFormation functions, left as they are
  std::optional<int> reserved_concurrency;
  asynchronous_settings asynchronous;
  json::value url;                      // what `url:` said; null: no function URL
  std::optional<function_url> address;  // the same, read
  std::string architecture;             // "" unless given
  json::value layers;                   // as written; null: none
  std::string artifact;                 // package.artifact of the function, else of the service; empty: none
  // function, provider or default
  std::string runtime_from = "default", timeout_from = "default", memory_from = "default";
  location where;
};

enum class api_kind { rest, http };

struct authorizer {
  enum class kind { token, request, cognito_user_pools, aws_iam, jwt };
  kind type = kind::token;
  std::string name;
  std::string function;  // key of a function of this service; empty when `arn` or `id` names another
  std::string arn;
  json::value arn_function;  // the CloudFormation function in the place of the ARN ({"Fn::GetAtt": [...]}); null: none
  json::value id;            // authorizerId as written (text or a CloudFormation object); null: none
  std::chrono::seconds ttl{300};
  std::vector<std::string> identity_sources;  // "method.request.header.Authorization", "$request.header.x"
  std::string validation_expression;          // identityValidationExpression; empty: none
  std::vector<std::string> scopes;
  json::array claims;                   // cognito_user_pools
  json::value issuer, audience;         // jwt: text and a list; null: not known here, so that no token can match
  std::string payload_version = "2.0";  // httpApi request authorizers
  bool simple_responses = false;
  friend bool operator==(const authorizer&, const authorizer&) = default;
};

// API Gateway's token bucket: how many requests a second, and how many may come at once.
struct throttle {
  double rate = 0;         // 0: none pass
  std::int64_t burst = 0;  // 0: none pass
  friend bool operator==(const throttle&, const throttle&) = default;
};

// One of the answers that an integration which is no proxy chooses from.
struct rest_integration_response {
  int status = 200;
  std::string pattern{};                         // SelectionPattern, a regular expression; empty: the default
  std::map<std::string, std::string> headers{};  // name to mapping expression: "'text'", "integration.response.body.x"
  std::map<std::string, std::string> templates{};  // content type to template (VTL)
};

// What an `http` event says of an integration other than lambda-proxy, as the Framework would deploy it: defaults are
// filled in, what that kind does not use is left out.
struct rest_integration {
  std::string uri{};     // HTTP and HTTP_PROXY
  std::string method{};  // there
  // "integration.request.header.x" to "method.request.querystring.y" or "'text'"
  std::map<std::string, std::string> parameters{};
  // Content type to template; null: that one of the defaults of `integration: lambda` is taken away.
  std::map<std::string, std::optional<std::string>> templates{};
  std::string pass_through{};  // NEVER, WHEN_NO_MATCH or WHEN_NO_TEMPLATES; empty: API Gateway's default, WHEN_NO_MATCH
  std::string content_handling{};                      // of requests: CONVERT_TO_BINARY, CONVERT_TO_TEXT or nothing
  std::vector<rest_integration_response> responses{};  // AWS, HTTP and MOCK
};

struct route {
  api_kind api = api_kind::rest;
  std::string method;    // upper case; ANY for all
  std::string path;      // "/users/{id}", "/{proxy+}", or "$default"
  std::string function;  // key
  std::optional<config::authorizer> authorizer;
  std::string integration = "AWS_PROXY";  // REST: AWS_PROXY, AWS, MOCK, HTTP, HTTP_PROXY
  rest_integration integration_setup;     // REST, but AWS_PROXY
  bool private_key = false;               // REST `private: true`: an API key is needed
  bool cors = false;                      // REST: the event asks for it
  bool async = false;
  bool streams = false;                                // REST response.transferMode: STREAM
  std::string operation_id;                            // REST
  std::optional<std::chrono::milliseconds> timeout;    // REST timeoutInMillis, httpApi timeout
  std::map<std::string, bool> request_parameters;      // "method.request.header.x": required
  std::map<std::string, json::value> request_schemas;  // content type to schema
  std::optional<config::throttle> throttle;            // of all its requests together; nothing: as they come
  std::string payload = "2.0";                         // httpApi: 1.0 or 2.0
  location where;
};

// The preflight of one REST path, merged over its routes. ANY among the methods stands for all of them, as for the
// route.
struct rest_cors {
  std::string path;
  std::vector<std::string> origins, methods, headers;
  bool allow_credentials = false;
  std::optional<int> max_age;
  std::string cache_control;
  std::string origin;                  // what preflights say, but to ...
  std::vector<std::string> reflected;  // ... these (`origins`, or an `origin` with commas), which get their own
};

// Who may connect is asked on $connect only: `authorizer` is then of the kind request.
struct websocket_route {
  std::string route;  // $connect, $default, or a key
  std::string function;
  std::optional<config::authorizer> authorizer;
  std::optional<config::throttle> throttle;
  std::string route_response;  // routeResponseSelectionExpression; empty: none
  location where;
};

// Where clients reach the WebSocket API. Without any of these, beside the REST API: the same listener, at "/<stage>".
// With a host or port of its own, all that comes there is the WebSocket API's.
struct websocket_placement {
  std::string path{};                   // "/live", in the place of "/<stage>"; empty: none
  std::string host{};                   // a host name of its own, in lower case; empty: none
  std::optional<std::uint16_t> port{};  // a port of its own; 0: any free one
  // Binary messages reach the function as base64 with isBase64Encoded. API Gateway closes such a connection with 1003.
  bool binary_messages = false;
  // custom.serverless-offline.webSocketIdleTimeout and webSocketHardTimeout: a connection without messages is closed,
  // and one that has lasted so long. Nothing: ten minutes and two hours, as on AWS.
  std::optional<std::chrono::seconds> idle_timeout{}, total_timeout{};
  bool is_apart() const noexcept { return !host.empty() || port.has_value(); }
  friend bool operator==(const websocket_placement&, const websocket_placement&) = default;
};

// What is wrong with such a path or host name ("expected ..."); empty: nothing.
std::string_view flaw_of_websocket_path(std::string_view path) noexcept;
std::string_view flaw_of_websocket_host(std::string_view host) noexcept;

struct schedule {
  std::string function;
  std::vector<std::string> rates;
  bool enabled = true;
  json::object rest;  // input, name, ... as written
};

// Any other event, kept as it was written.
struct other_event {
  std::string type;
  std::string function;
  json::value config;
};

// How many requests one key may send in a period.
struct quota {
  enum class span { day, week, month };
  std::int64_t limit = 0;
  span period = span::day;
  int offset = 0;  // the day a week (0: Sunday) or month (0: the 1st) begins; in UTC
  friend bool operator==(const quota&, const quota&) = default;
};

// provider.apiGateway.usagePlan, or AWS::ApiGateway::UsagePlan.
struct usage_plan {
  std::string name;
  std::optional<config::quota> quota;                       // of each of its keys
  std::optional<config::throttle> throttle;                 // of each of its keys
  std::map<std::string, config::throttle> method_throttle;  // of each of its keys at one method: "/pets/{id}/GET"
};

struct api_key {
  std::string name, value;  // value: what a client sends in x-api-key; empty: the file names the key only
  std::string usage_plan;   // the name of one of service::usage_plans; empty: none, so that the key opens nothing
  bool is_enabled = true;
};

// Where the API key of a request stands: in its x-api-key header, or in the usageIdentifierKey of its authorizer.
enum class api_key_source { header, authorizer };

// One kind of answer that the gateway gives by itself, changed: AWS::ApiGateway::GatewayResponse, or a member of
// custom.lamina.gatewayResponses.
struct gateway_response {
  std::string type;  // "DEFAULT_4XX", "UNAUTHORIZED", ...
  std::optional<int> status;
  std::vector<std::pair<std::string, std::string>> headers;    // name and expression: "'*'", "context.requestId"
  std::vector<std::pair<std::string, std::string>> templates;  // content type and text
  location where;
};

// How the access log of a kind of API is written: provider.logs.restApi, .httpApi, .websocket.
struct access_logging {
  bool is_on = true;   // accessLogging
  std::string format;  // text with variables $context.<name>; empty: the gateway's own
  location where;      // of the format
};
struct access_logs {
  access_logging rest, http, websocket;
};

// custom.lamina.iam.keys: whose signatures routes with `aws_iam` take, and whom they stand for.
struct iam_key {
  std::string access_key_id, secret_access_key;
  std::string session_token;         // empty: long-term keys
  std::string user_arn, account_id;  // empty: the root of the service's account
  json::value policy{};              // an IAM policy document; null: they may do everything
};

// What authorizers need to know here that AWS knows by itself: custom.lamina.iam, jwks, userPools, jwtAlgorithms.
struct authorizer_settings {
  std::vector<iam_key> iam_keys;
  std::map<std::string, std::string> jwks;        // by issuer: where its keys are instead, a file or a URL
  std::map<std::string, std::string> user_pools;  // by logical id of a resource: "us-east-1_abc"
  std::vector<std::string> jwt_algorithms;        // beside the RSA ones: "ES256"
};

struct service {
  std::string name;
  std::string stage = "dev";
  std::string region = "us-east-1";
  std::string directory;        // of the file: handlers and includes are relative to it
  std::string state_directory;  // custom.lamina.state, relative to the file's; empty: .lamina
  std::vector<function> functions;
  std::vector<route> routes;  // httpApi first, then REST, each in file order
  std::vector<rest_cors> rest_cors_paths;
  std::optional<http_api_cors> http_cors;
  std::vector<websocket_route> websockets;
  std::string websocket_route_selection = "$request.body.action";
  websocket_placement websocket;  // custom.lamina.websocket, else custom.serverless-offline.websocketPort
  config::access_logs access_logs;
  authorizer_settings authorizers;
  std::vector<schedule> schedules;
  std::vector<other_event> events;
  std::vector<api_key> api_keys;  // those of the provider first
  std::vector<usage_plan> usage_plans;
  config::api_key_source api_key_source = config::api_key_source::header;
  std::vector<gateway_response> gateway_responses;      // of a type that stands here twice, the last counts
  std::map<std::string, json::value> models;            // by name: what "$ref" in a schema may name
  std::optional<throttle> account_throttle;             // custom.lamina.throttle: of all requests together
  std::optional<std::size_t> minimum_compression_size;  // provider.apiGateway.minimumCompressionSize, in bytes
  // Of the REST and of the HTTP API's stage: custom.lamina.stageVariables, over those among the resources.
  std::map<std::string, std::string> stage_variables, http_stage_variables;
  // The HTTP API's: StageName of the resource HttpApiStage, which is the Framework's. Any other name begins the URLs.
  std::string http_stage = "$default";
  std::vector<std::string> binary_media_types;  // provider.apiGateway.binaryMediaTypes
  json::object api_gateway;                     // provider.apiGateway as written, resolved
  json::object http_api;                        // provider.httpApi as written, resolved
  json::object offline;                         // custom.serverless-offline, resolved
  std::vector<std::string> plugins;
  json::value resources;  // as written; resolved only where asked
  const function* find_function(std::string_view key) const noexcept;
};

}  // namespace lamina::config
