#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "lamina/config/internal/node.h"
#include "lamina/config/internal/throttling.h"
#include "lamina/config/service.h"

namespace lamina::config {

// What functions take from `provider` when they do not say it themselves.
struct function_defaults {
  std::optional<std::string> runtime;
  std::optional<std::int64_t> timeout, memory;
  std::string architecture;
  std::string artifact;
  json::value layers;
  std::map<std::string, json::value> environment;
  std::string payload = "2.0";  // httpApi
};

// A service that is being read. Each part below adds what it reads to `out`, and what is wrong to `all`.
struct building {
  loading& all;
  service& out;
  function_defaults defaults;
  node root;
  // httpApi routes stand before REST ones, whatever their order in the file.
  std::vector<route> http_api_routes, rest_routes;
  route_throttles throttles{};
};

// provider.*, and what stands beside it: plugins, offline options, resources, API keys.
void read_provider(building& into);
// custom.lamina.websocket and what custom.serverless-offline says of WebSockets.
void read_websocket_placement(building& into);
// provider.apiGateway.apiKeys and usagePlan, their older places under provider, and the same among the resources.
void read_usage_plans(building& into);
// The answers of the REST API that the service changes: among the resources, and custom.lamina.gatewayResponses.
void read_gateway_responses(building& into);
// custom.lamina.stageVariables, and those of AWS::ApiGateway::Stage, ::Deployment and AWS::ApiGatewayV2::Stage.
void read_stage_variables(building& into);
// custom.lamina.iam, jwks, userPools and jwtAlgorithms.
void read_authorizer_settings(building& into);
// provider.apiGateway.request.schemas and AWS::ApiGateway::Model. Events that name their schema add to them.
void read_models(building& into);
// binaryMediaTypes, minimumCompressionSize and apiKeySourceType, of provider.apiGateway and of the API among the
// resources.
void read_rest_api_settings(building& into, const node& provider);
// What is said of the routes' throttles elsewhere than at the routes. Before the functions.
void read_route_throttles(building& into);
// custom.lamina.state.
void read_state_directory(building& into);
// maximumRetryAttempts, maximumEventAge, destinations and onError of one function.
void read_asynchronous(asynchronous_settings& to, const node& function);
// provider.logs
void read_access_logs(building& into, const node& provider);
// .env files: into ${env:}, and with serverless-dotenv-plugin into the environment of every function.
void load_dotenv(building& into, const std::optional<std::filesystem::path>& directory);
std::map<std::string, std::string> dotenv_plugin_values(building& into,
                                                        const std::optional<std::filesystem::path>& directory,
                                                        const std::map<std::string, std::string>& options);
// The address of a function, from `url:` and custom.lamina.functionUrls; nothing without one, or when it cannot be
// known who may use it.
std::optional<function_url> read_function_url(building& into, const std::string& function, const node& url);
// functions, with their events.
void read_functions(building& into);
void read_events(building& into, const std::string& function, const node& events, const std::string& payload);
void read_http_event(building& into, const std::string& function, const node& event);
// request and response of an `http` event whose integration is known, into `integration_setup`.
void read_rest_integration(route& to, const node& event);
void read_http_api_event(building& into, const std::string& function, const node& event, const std::string& payload);
void read_websocket_event(building& into, const std::string& function, const node& event);
void read_schedule_event(building& into, const std::string& function, const node& event);
// After all events: two routes that are the same are an error, functions that authorizers name must be there.
void finish_routes(building& into);
// provider.httpApi.cors, which needs the methods of all routes.
void read_http_api_cors(building& into);

// The authorizer of one event; nothing when it has none. `dropped`: it cannot be known, and the route must not be
// served without it.
std::optional<authorizer> read_rest_authorizer(building& into, const node& value, bool& dropped);
std::optional<authorizer> read_http_api_authorizer(building& into, const node& value, bool& dropped);
std::optional<authorizer> read_websocket_authorizer(building& into, const node& value, bool& dropped);
// Adds what one REST event says to the preflight of its path.
void add_rest_cors(building& into, const node& cors, const std::string& path, const std::string& method);

// Texts: a list, or one text with commas.
std::vector<std::string> listed(const node& from);
// The headers that `cors: true` allows.
const std::vector<std::string>& default_cors_headers();

}  // namespace lamina::config
