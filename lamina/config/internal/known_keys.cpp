#include "lamina/config/internal/known_keys.h"

#include <algorithm>

#include "lamina/base/nearest_name.h"

namespace lamina::config {
namespace {

// The keys of the Framework's schema and of widespread plugins.
constexpr std::string_view top_keys[] = {"service",
                                         "provider",
                                         "functions",
                                         "plugins",
                                         "custom",
                                         "resources",
                                         "package",
                                         "frameworkVersion",
                                         "useDotenv",
                                         "app",
                                         "org",
                                         "tenant",
                                         "configValidationMode",
                                         "deprecationNotificationMode",
                                         "disabledDeprecations",
                                         "layers",
                                         "console",
                                         "variablesResolutionMode",
                                         "params",
                                         "stages",
                                         "stepFunctions",
                                         "constructs",
                                         "outputs",
                                         "configSource",
                                         "dashboard",
                                         "appSync",
                                         "unresolvedVariablesNotificationMode",
                                         "enableLocalInstallationFallback",
                                         "projectDir",
                                         "build"};

constexpr std::string_view provider_keys[] = {"name",
                                              "runtime",
                                              "region",
                                              "stage",
                                              "environment",
                                              "iam",
                                              "iamRoleStatements",
                                              "iamManagedPolicies",
                                              "deploymentBucket",
                                              "memorySize",
                                              "lambdaHashingVersion",
                                              "apiGateway",
                                              "timeout",
                                              "tracing",
                                              "logRetentionInDays",
                                              "profile",
                                              "versionFunctions",
                                              "architecture",
                                              "httpApi",
                                              "vpc",
                                              "stackName",
                                              "logs",
                                              "layers",
                                              "ecr",
                                              "websocketsApiRouteSelectionExpression",
                                              "websocketsApiName",
                                              "websocketsDescription",
                                              "apiKeys",
                                              "endpointType",
                                              "usagePlan",
                                              "apiName",
                                              "tags",
                                              "stackTags",
                                              "stackPolicy",
                                              "stackParameters",
                                              "role",
                                              "rolePermissionsBoundary",
                                              "cfnRole",
                                              "deploymentMethod",
                                              "deploymentPrefix",
                                              "disableRollback",
                                              "eventBridge",
                                              "kmsKeyArn",
                                              "logDataProtectionPolicy",
                                              "notificationArns",
                                              "resourcePolicy",
                                              "rollbackConfiguration",
                                              "runtimeManagement",
                                              "s3",
                                              "alb",
                                              "cloudFront",
                                              "snapStart",
                                              "vpcEndpointIds",
                                              "websocket",
                                              "description",
                                              "functionsRole",
                                              "disableLogs",
                                              "lambda",
                                              "loggingConfig",
                                              "useDotenv",
                                              "resolver",
                                              "alexaSkill",
                                              "deploymentBucketObject",
                                              "minimumCompressionSize",
                                              "buildOptions",
                                              "iamRole",
                                              "timeouts"};

constexpr std::string_view function_keys[] = {"handler",
                                              "events",
                                              "timeout",
                                              "environment",
                                              "memorySize",
                                              "iamRoleStatements",
                                              "iamRoleStatementsName",
                                              "iamRoleStatementsInherit",
                                              "layers",
                                              "description",
                                              "package",
                                              "role",
                                              "name",
                                              "runtime",
                                              "image",
                                              "architecture",
                                              "url",
                                              "vpc",
                                              "reservedConcurrency",
                                              "provisionedConcurrency",
                                              "maximumRetryAttempts",
                                              "maximumEventAge",
                                              "tags",
                                              "tracing",
                                              "onError",
                                              "destinations",
                                              "ephemeralStorageSize",
                                              "logRetentionInDays",
                                              "condition",
                                              "dependsOn",
                                              "disableLogs",
                                              "fileSystemConfig",
                                              "httpApi",
                                              "kmsKeyArn",
                                              "snapStart",
                                              "versionFunction",
                                              "awsKmsKeyArn",
                                              "warmup",
                                              "module",
                                              "runtimeManagement",
                                              "logDataProtectionPolicy",
                                              "targetAlias",
                                              "iam",
                                              "dynamodb",
                                              "build",
                                              "loggingConfig"};

constexpr std::string_view http_keys[] = {
    "path",        "method",         "cors",         "authorizer",    "request",
    "response",    "private",        "integration",  "async",         "timeoutInMillis",
    "operationId", "connectionType", "connectionId", "documentation", "reqValidatorName",
    "summary",     "description",    "tags",         "throttling"};

constexpr std::string_view http_api_keys[] = {"path", "method", "authorizer", "throttling"};
constexpr std::string_view websocket_keys[] = {"route", "authorizer", "routeResponseSelectionExpression"};
constexpr std::string_view lamina_keys[] = {
    "websocket", "functionUrls", "gatewayResponses", "throttle",     "state", "stageVariables",
    "iam",       "jwks",         "userPools",        "jwtAlgorithms"};
constexpr std::string_view url_keys[] = {"authorizer", "cors", "invokeMode"};
constexpr std::string_view url_cors_keys[] = {"allowedOrigins",   "allowedHeaders",         "allowedMethods",
                                              "allowCredentials", "exposedResponseHeaders", "maxAge"};
constexpr std::string_view lamina_url_keys[] = {"port"};
constexpr std::string_view lamina_websocket_keys[] = {"path", "host", "port", "binaryMessages"};

}  // namespace

void check_keys(loading& all, const node& map, std::string_view what, std::span<const std::string_view> known,
                strangers rest) {
  if (!map.is_map()) return;
  for (const auto& member : map.found().value->get_object()) {
    const std::string key(member.key());
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string_view near = nearest_name(key, known);
    if (near.empty() && rest == strangers::ignored) continue;
    std::string text = "unknown key of " + std::string(what) + ", ignored";
    if (!near.empty()) text += "; did you mean " + std::string(near) + "?";
    location where = map.found().where();
    if (map.found().in) where = map.found().in->where(member_path(map.found().path, key));
    all.warn_once("key " + std::string(what) + " " + key, where, text);
  }
}

void check_top_keys(loading& all, const node& root) { check_keys(all, root, "the file", top_keys, strangers::ignored); }

void check_provider_keys(loading& all, const node& provider) {
  check_keys(all, provider, "the provider", provider_keys, strangers::ignored);
}

void check_function_keys(loading& all, const node& function) {
  check_keys(all, function, "a function", function_keys, strangers::ignored);
}

void check_http_keys(loading& all, const node& event) {
  check_keys(all, event, "an http event", http_keys, strangers::warned);
  check_keys(all, event["request"]["parameters"], "request.parameters",
             std::vector<std::string_view>{"querystrings", "headers", "paths"}, strangers::warned);
}

void check_http_api_keys(loading& all, const node& event) {
  check_keys(all, event, "an httpApi event", http_api_keys, strangers::warned);
}

void check_websocket_keys(loading& all, const node& event) {
  check_keys(all, event, "a websocket event", websocket_keys, strangers::warned);
}

void check_url_keys(loading& all, const node& url) {
  check_keys(all, url, "a function's url", url_keys, strangers::warned);
  check_keys(all, url["cors"], "a function url's cors", url_cors_keys, strangers::warned);
}

void check_lamina_url_keys(loading& all, const node& own) {
  check_keys(all, own, "custom.lamina.functionUrls", lamina_url_keys, strangers::warned);
}

void check_gateway_response_keys(loading& all, const node& response) {
  constexpr std::string_view keys[] = {"StatusCode", "ResponseParameters", "ResponseTemplates"};
  check_keys(all, response, "a gateway response", keys, strangers::warned);
}

void check_lamina_keys(loading& all, const node& lamina) {
  check_keys(all, lamina, "custom.lamina", lamina_keys, strangers::warned);
  check_keys(all, lamina["throttle"], "custom.lamina.throttle",
             std::vector<std::string_view>{"rateLimit", "burstLimit"}, strangers::warned);
  check_keys(all, lamina["websocket"], "custom.lamina.websocket", lamina_websocket_keys, strangers::warned);
  check_keys(all, lamina["iam"], "custom.lamina.iam", std::vector<std::string_view>{"keys"}, strangers::warned);
  for (const node& key : lamina["iam"]["keys"].items())
    check_keys(all, key, "custom.lamina.iam.keys",
               std::vector<std::string_view>{"accessKeyId", "secretAccessKey", "sessionToken", "userArn", "accountId",
                                             "policy"},
               strangers::warned);
}

}  // namespace lamina::config
