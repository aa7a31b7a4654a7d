#include "lamina/router/http_router.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/events/http_event.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

outcome call(const engine& chain, json::value event) {
  testing::manual_scheduler loop;
  context context(loop);
  return chain(std::move(event), context);
}

json::value rest(std::string_view method, std::string_view path, json::value parameters = nullptr) {
  return {{"httpMethod", method}, {"path", path}, {"pathParameters", std::move(parameters)}};
}

auto answer(const char* text) {
  return [text] { return json::value(text); };
}
json::value show_parameters(const json::value& event) { return event.at("pathParameters"); }

TEST(http_router, picks_by_method_and_path) {
  const engine chain = http_router({{"GET", "/", answer("root")},
                                    {"GET", "/user/", answer("get")},
                                    {"POST", "/user", answer("post")},
                                    {"ANY", "/any", answer("any")}});
  EXPECT_EQ(**call(chain, rest("GET", "/")), json::value("root"));
  EXPECT_EQ(**call(chain, rest("GET", "/user")), json::value("get"));
  EXPECT_EQ(**call(chain, rest("GET", "/user/")), json::value("get"));
  EXPECT_EQ(**call(chain, rest("POST", "/user")), json::value("post"));
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})
    EXPECT_EQ(**call(chain, rest(method, "/any")), json::value("any")) << method;
}

TEST(http_router, has_404_for_the_rest) {
  const engine chain = http_router({{"GET", "/user", answer("get")}, {"ANY", "/any", answer("any")}});
  for (const auto& [method, path] : {std::pair("GET", "/USER"), std::pair("GET", "/user//"), std::pair("PUT", "/user"),
                                     std::pair("get", "/user"), std::pair("TRACE", "/any")}) {
    const outcome said = call(chain, rest(method, path));
    ASSERT_FALSE(said) << method << path;
    EXPECT_EQ(said.error().status_code, 404);
    EXPECT_EQ(json::serialize(said.error().cause->at("data")),
              json::serialize(json::object{{"method", method}, {"path", path}}));
  }
}

TEST(http_router, prefers_routes_without_parameters_and_the_last_of_these) {
  const engine chain = http_router({{"GET", "/user/{id}", answer("id")},
                                    {"GET", "/user/{name}", answer("name")},
                                    {"GET", "/user/me", answer("first")},
                                    {"GET", "/user/me", answer("last")}});
  EXPECT_EQ(**call(chain, rest("GET", "/user/me")), json::value("last"));
  EXPECT_EQ(**call(chain, rest("GET", "/user/you")), json::value("id"));
}

TEST(http_router, adds_parameters_to_those_the_event_has) {
  const engine chain = http_router({{"GET", "/{a}/{b}", show_parameters}});
  EXPECT_EQ(json::serialize(**call(chain, rest("GET", "/1/2%20"))), R"({"a":"1","b":"2%20"})");
  EXPECT_EQ(json::serialize(**call(chain, rest("GET", "/1/2", {{"z", "9"}, {"a", "kept"}}))),
            R"({"a":"kept","b":"2","z":"9"})");
  EXPECT_EQ(json::serialize(**call(chain, {{"httpMethod", "GET"}, {"path", "/1/2"}})), R"({"a":"1","b":"2"})");
  EXPECT_EQ(json::serialize(**call(chain, rest("GET", "/1/2", "text"))), R"({"a":"1","b":"2"})");
}

TEST(http_router, reads_the_events_of_http_apis_and_lattice) {
  const engine chain = http_router({{"GET", "/user/{id}", show_parameters}});
  const json::value http_api = {{"version", "2.0"},
                                {"requestContext", {{"http", {{"method", "GET"}, {"path", "/user/5"}}}}}};
  EXPECT_EQ(json::serialize(**call(chain, http_api)), R"({"id":"5"})");
  EXPECT_EQ(json::serialize(**call(chain, {{"method", "GET"}, {"raw_path", "/user/9?x=/"}})), R"({"id":"9"})");
}

TEST(http_router, says_what_an_event_lacks) {
  const engine chain = http_router({{"GET", "/", answer("root")}});
  const std::pair<const char*, const char*> rows[] = {
      {R"({"httpMethod":"GET"})", "missing path"},
      {R"({"path":"/"})", "missing HTTP method"},
      {R"({"version":"3.0","httpMethod":"GET"})", "missing HTTP method"},
      {R"({"version":"2.0"})", "missing HTTP method"},
      {R"({"method":"GET"})", "missing path"},
      {R"({"httpMethod":5,"path":[]})", "missing HTTP method"},
      {"null", "missing HTTP method"}};
  for (const auto& [event, why] : rows) {
    const outcome said = call(chain, json::parse(event));
    ASSERT_FALSE(said) << event;
    EXPECT_EQ(said.error().status_code, 0);
    EXPECT_NE(said.error().message.find(why), std::string::npos) << said.error().message;
  }
}

TEST(http_router, takes_typed_handlers_and_engines) {
  const engine chain = http_router(
      {{"GET", "/typed/{id}", [](const http_event& event) { return json::value(event.path_parameter("id")); }},
       {"GET", "/engine", engine(answer("inner")).before([](request&) { return respond("early"); })}});
  EXPECT_EQ(**call(chain, rest("GET", "/typed/7")), json::value("7"));
  EXPECT_EQ(**call(chain, rest("GET", "/engine")), json::value("early"));
}

TEST(http_router, lets_not_found_answer) {
  const engine chain = http_router({}, [](const json::object& asked) { return asked.at("path"); });
  EXPECT_EQ(**call(chain, rest("GET", "/x")), json::value("/x"));
}

TEST(http_router, refuses_unknown_methods_and_broken_paths) {
  EXPECT_THROW(http_router({{"get", "/", answer("")}}), error);
  EXPECT_THROW(http_router({{"TRACE", "/", answer("")}}), error);
  EXPECT_THROW(http_router({{"GET", "/x{id}", answer("")}}), error);
}

}  // namespace
}  // namespace lamina
