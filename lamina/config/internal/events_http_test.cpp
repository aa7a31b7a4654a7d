#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// REST routes: internal/events_http.cpp, route_text.cpp, cors.cpp.
namespace lamina::config {
namespace {

std::string with_event(std::string_view event, std::string_view provider = {}) {
  return service_text(std::string(provider) + "functions:\n  f:\n    handler: a.b\n    events:\n      - http: " +
                      std::string(event) + "\n  g:\n    handler: c.d\n");
}

std::string failure(std::string_view event) {
  const std::string out = loaded_text(with_event(event)).failure();
  constexpr std::string_view place = "serverless.yml:8: functions.f.events[0].http";
  return out.rfind(place, 0) == 0 ? out.substr(place.size()) : out;
}

route only_route(std::string_view event, std::string_view provider = {}) {
  return loaded_text(with_event(event, provider))->routes.at(0);
}

TEST(http_event, reads_methods_in_any_case) {
  EXPECT_EQ(only_route("GET x").method, "GET");
  EXPECT_EQ(only_route("post x").method, "POST");
  EXPECT_EQ(only_route("'* x'").method, "ANY");
  EXPECT_EQ(only_route("{method: any, path: x}").method, "ANY");
  EXPECT_EQ(only_route("{method: '*', path: x}").method, "ANY");
  EXPECT_EQ(failure("FETCH x"),
            ": unknown method 'FETCH'; expected GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD or ANY");
}

TEST(http_event, drops_one_slash_at_each_end_of_a_path) {
  const std::pair<const char*, const char*> rows[] = {{"users", "/users"}, {"/users/", "/users"},
                                                      {"//a//", "//a/"},   {"/", "/"},
                                                      {"''", "/"},         {"'{id}/{rest+}'", "/{id}/{rest+}"}};
  for (const auto& [path, expected] : rows)
    EXPECT_EQ(only_route("{method: get, path: " + std::string(path) + "}").path, expected) << path;
  EXPECT_EQ(only_route("GET   /users/").path, "/users");
}

TEST(http_event, refuses_other_forms) {
  EXPECT_EQ(failure("5"), ": expected 'METHOD path' or a map with `method` and `path`, found a number");
  EXPECT_EQ(failure("[a]"), ": expected 'METHOD path' or a map with `method` and `path`, found a list");
  EXPECT_EQ(failure("GET"), ": expected 'METHOD path', found 'GET'");
  EXPECT_EQ(failure("{path: x}"), ": `method` is missing; expected GET, POST, ... or ANY");
  EXPECT_EQ(failure("{method: get}"), ": `path` is missing; expected text, such as /users/{id}");
  EXPECT_EQ(failure("{method: get, path: {a: b}}"), ".path: expected text, found a map");
}

TEST(http_event, knows_where_it_was_written) {
  EXPECT_EQ(only_route("GET x").where.text(), "serverless.yml:8: functions.f.events[0].http");
}

TEST(http_event, reads_integrations) {
  EXPECT_EQ(only_route("GET x").integration, "AWS_PROXY");
  EXPECT_EQ(only_route("{method: get, path: x, integration: lambda}").integration, "AWS");
  EXPECT_EQ(only_route("{method: get, path: x, integration: lambda-proxy}").integration, "AWS_PROXY");
  EXPECT_EQ(only_route("{method: get, path: x, integration: http-proxy, request: {uri: http://a}}").integration,
            "HTTP_PROXY");
  const route background = only_route("{method: get, path: x, async: true, timeoutInMillis: 500, private: true}");
  EXPECT_EQ(background.integration, "AWS");
  EXPECT_TRUE(background.async);
  EXPECT_TRUE(background.private_key);
  EXPECT_EQ(background.timeout->count(), 500);
  EXPECT_NE(failure("{method: get, path: x, integration: smoke}").find("expected lambda-proxy, lambda"),
            std::string::npos);
}

TEST(http_event, refuses_to_guess_whether_a_key_is_needed) {
  EXPECT_NE(failure("{method: get, path: x, private: '${env:NONE}'}").find(".private: cannot be resolved"),
            std::string::npos);
}

TEST(http_event, says_whether_its_function_streams) {
  const auto streams = [](std::string_view response) {
    return loaded_text(with_event("{method: get, path: x" + std::string(response) + "}"))->routes.at(0).streams;
  };
  EXPECT_FALSE(streams(""));
  EXPECT_FALSE(streams(", response: {transferMode: BUFFERED}"));
  EXPECT_TRUE(streams(", response: {transferMode: stream}"));
  EXPECT_NE(loaded_text(with_event("{method: get, path: x, response: {transferMode: often}}"))
                .failure()
                .find("expected BUFFERED or STREAM"),
            std::string::npos);
}

TEST(http_event, may_refer_to_a_model_of_the_resources) {
  const loaded_text one(service_text(
      "functions: {a: {handler: a.b, events: [{http: {path: x, method: post, request: {schemas: "
      "{application/json: {Ref: Order}}}}}]}}\nresources:\n  Resources:\n    Order: {Type: 'AWS::ApiGateway::Model', "
      "Properties: {Schema: {type: number}}}\n"));
  EXPECT_EQ(json::serialize(one->routes.at(0).request_schemas.at("application/json")), R"({"$ref":"/models/Order"})");
}

TEST(http_event, reads_request_parameters_and_schemas) {
  const route one = only_route(
      "{method: get, path: x, request: {parameters: {querystrings: {q: true}, headers: {h: {required: true, "
      "mappedValue: x}, i: false}, "
      "paths: {p: true}}, schemas: {application/json: {type: object}, text/xml: named, a/b: {schema: {type: array}, "
      "name: n}}}}",
      "  apiGateway: {request: {schemas: {named: {name: N, schema: {type: string}}}}}\n");
  EXPECT_EQ(one.request_parameters, (std::map<std::string, bool>{{"method.request.querystring.q", true},
                                                                 {"method.request.header.h", true},
                                                                 {"method.request.header.i", false},
                                                                 {"method.request.path.p", true}}));
  EXPECT_EQ(json::serialize(one.request_schemas.at("application/json")), R"({"type":"object"})");
  EXPECT_EQ(json::serialize(one.request_schemas.at("text/xml")), R"({"type":"string"})");
  EXPECT_EQ(json::serialize(one.request_schemas.at("a/b")), R"({"type":"array"})");
}

TEST(minimum_compression_size, is_a_number_of_bytes_up_to_ten_megabytes) {
  const auto with = [](std::string_view size) {
    return loaded_text(with_event("GET x", "  apiGateway: {minimumCompressionSize: " + std::string(size) + "}\n"));
  };
  EXPECT_EQ(with("1024")->minimum_compression_size, 1024u);
  EXPECT_EQ(with("0")->minimum_compression_size, 0u);
  EXPECT_FALSE(loaded_text(with_event("GET x"))->minimum_compression_size);
  EXPECT_NE(with("10485761").failure(), "none");
  EXPECT_NE(with("some").failure(), "none");
}

TEST(http_event, warns_about_keys_it_does_not_know) {
  const loaded_text one(with_event("{method: get, path: x, autorizer: a, request: {parameters: {query: {q: true}}}}"));
  EXPECT_TRUE(one.warns("unknown key of an http event, ignored; did you mean authorizer?"));
  EXPECT_TRUE(
      one.warns("functions.f.events[0].http.request.parameters.query: unknown key of request.parameters, ignored; "
                "did you mean querystrings?"))
      << one.all_warnings();
}

TEST(http_event, leads_a_route_to_one_function) {
  const std::string text = with_event("GET a") + "    events:\n      - http: {method: get, path: /a/}\n";
  EXPECT_EQ(
      loaded_text(text).failure(),
      "serverless.yml:12: functions.g.events[0].http: GET /a is already a route of the function f (serverless.yml:8: "
      "functions.f.events[0].http); one route leads to one function");
}

TEST(rest_cors, is_true_false_or_a_map) {
  const loaded_text plain(with_event("{method: get, path: x, cors: true}"));
  ASSERT_EQ(plain->rest_cors_paths.size(), 1u);
  const rest_cors& one = plain->rest_cors_paths[0];
  EXPECT_TRUE(plain->routes[0].cors);
  EXPECT_EQ(one.path, "/x");
  EXPECT_EQ(one.origins, std::vector<std::string>{"*"});
  EXPECT_EQ(one.origin, "*");
  EXPECT_TRUE(one.reflected.empty());
  EXPECT_EQ(one.methods, (std::vector<std::string>{"GET", "OPTIONS"}));
  EXPECT_EQ(one.headers.size(), 7u);
  EXPECT_FALSE(one.allow_credentials || one.max_age);
  EXPECT_TRUE(loaded_text(with_event("{method: get, path: x, cors: false}"))->rest_cors_paths.empty());
  EXPECT_EQ(failure("{method: get, path: x, cors: maybe}"),
            ".cors: expected true, false or a map, found the text 'maybe'");
}

TEST(rest_cors, is_united_over_the_routes_of_a_path) {
  const loaded_text one(
      with_event("{method: get, path: x, cors: {origin: https://a, headers: 'X-A, X-B', maxAge: 1}}") +
      "    events:\n      - http: {method: put, path: x, cors: {origins: [https://b, https://a], headers: [X-C], "
      "allowCredentials: true, maxAge: 2, cacheControl: c, methods: [PATCH]}}\n      - http: {method: post, path: "
      "x}\n");
  ASSERT_EQ(one->rest_cors_paths.size(), 1u) << one.failure();
  const rest_cors& all = one->rest_cors_paths[0];
  EXPECT_EQ(all.origins, (std::vector<std::string>{"https://a", "https://b"}));
  EXPECT_EQ(all.methods, (std::vector<std::string>{"GET", "OPTIONS", "PATCH", "PUT"}));
  EXPECT_EQ(all.headers, (std::vector<std::string>{"X-A", "X-B", "X-C"}));
  EXPECT_EQ(all.origin, "https://b");  // of the later event's list
  EXPECT_EQ(all.reflected, (std::vector<std::string>{"https://b", "https://a"}));
  EXPECT_TRUE(all.allow_credentials);
  EXPECT_EQ(all.max_age, 2);
  EXPECT_EQ(all.cache_control, "c");
}

TEST(rest_cors, gives_back_the_origins_of_a_list_alone) {
  const auto of = [](std::string_view cors) {
    return loaded_text(with_event("{method: get, path: x, cors: {" + std::string(cors) + "}}"))->rest_cors_paths.at(0);
  };
  EXPECT_TRUE(of("origin: 'https://*.a'").reflected.empty());
  EXPECT_EQ(of("origin: 'https://a, https://b'").reflected, (std::vector<std::string>{"https://a", "https://b"}));
  EXPECT_EQ(of("origins: ['*']").reflected, std::vector<std::string>{"*"});
  EXPECT_EQ(of("origins: [https://a]").origin, "https://a");
}

}  // namespace
}  // namespace lamina::config
