#include "lamina/router/router.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

http_response say(std::string text) { return {.body = std::move(text)}; }
router::handler saying(const std::string& text) {
  return [text](const routed_request&) { return say(text); };
}
router::handler saying_parameter(const std::string& name) {
  return [name](const routed_request& request) { return say(std::string(request.parameter(name))); };
}

http_response send(const router& routes, std::string_view method, std::string_view path) {
  testing::manual_scheduler loop;
  context invocation(loop);
  const json::value document{{"httpMethod", method}, {"path", path}};
  return routes(http_event(document), invocation);
}

// The body, or the status of the error that came out.
std::string answer(const router& routes, std::string_view method, std::string_view path) {
  try {
    const auto response = send(routes, method, path);
    return response.status_code == 200 ? response.body : std::to_string(response.status_code) + " " + response.body;
  } catch (const error& thrown) {
    return "thrown " + std::to_string(thrown.status_code) + " " + thrown.message;
  }
}

TEST(router, picks_by_method_and_path) {
  router routes;
  routes.get("/users/{id}", saying_parameter("id")).put("/users/{id}", saying("put")).post("/users", saying("post"));
  routes.patch("/users", saying("patch")).remove("/users/{id}", saying("removed")).any("/all", saying("any"));
  EXPECT_EQ(answer(routes, "GET", "/users/7"), "7");
  EXPECT_EQ(answer(routes, "PUT", "/users/7"), "put");
  EXPECT_EQ(answer(routes, "POST", "/users"), "post");
  EXPECT_EQ(answer(routes, "PATCH", "/users"), "patch");
  EXPECT_EQ(answer(routes, "DELETE", "/users/7"), "removed");
  EXPECT_EQ(answer(routes, "PROPFIND", "/all"), "any");
  EXPECT_EQ(answer(routes, "POST", "/users/7"), "thrown 404 Not Found");
  EXPECT_EQ(answer(routes, "GET", "/"), "thrown 404 Not Found");
}

TEST(router, ignores_case_and_a_slash_at_the_end) {
  router routes;
  routes.get("/Users/{id}", saying_parameter("id"));
  EXPECT_EQ(answer(routes, "GET", "/uSERS/Al%20Ice/"), "Al Ice");
}

TEST(router, the_first_route_that_fits_answers) {
  router routes;
  routes.get("/users/self", saying("self")).get("/users/{id}", saying("id")).get("/users/other", saying("never"));
  EXPECT_EQ(answer(routes, "GET", "/users/self"), "self");
  EXPECT_EQ(answer(routes, "GET", "/users/other"), "id");
}

TEST(router, serves_head_where_get_is) {
  router routes;
  routes.get("/a", [](const routed_request&) { return http_response{.headers = {{"x", "1"}}, .body = "text"}; });
  routes.put("/b", saying("put"));
  std::size_t seen = 0;
  routes.finish([&](const routed_request&, http_response& response) { seen = response.body.size(); });
  const auto response = send(routes, "HEAD", "/a");
  EXPECT_EQ(response.status_code, 200);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.headers.at("x"), "1");
  EXPECT_EQ(seen, 4u);
  EXPECT_EQ(answer(routes, "HEAD", "/b"), "thrown 404 Not Found");
}

TEST(router, answers_options_with_the_methods_of_the_path) {
  router nested;
  nested.get("/self", saying("get")).put("/self", saying("put")).post("/self/action", saying("post"));
  router routes;
  routes.use("/user", nested).not_found(saying("nothing"));
  const auto response = send(routes, "OPTIONS", "/user/self");
  EXPECT_EQ(response.headers.at("Allow"), "GET,HEAD,PUT");
  EXPECT_EQ(response.body, "GET,HEAD,PUT");
  EXPECT_EQ(answer(routes, "OPTIONS", "/user/self/action"), "POST");
  EXPECT_EQ(answer(routes, "OPTIONS", "/user/none"), "nothing");
  nested.route("OPTIONS", "/self", saying("own"));
  EXPECT_EQ(answer(nested, "OPTIONS", "/self"), "own");
}

TEST(router, nested_routers_see_the_rest_of_the_path_and_outer_parameters) {
  router users;
  users.get("/{id}", [](const routed_request& request) {
    return say(std::string(request.parameter("team")) + "/" + std::string(request.parameter("id")));
  });
  router teams;
  teams.use("/{team}/users", users).get("/{team}", saying_parameter("team"));
  router routes;
  routes.use("/teams", teams).get("/teams/red/none", saying("fell through"));
  EXPECT_EQ(answer(routes, "GET", "/teams/red/users/7"), "red/7");
  EXPECT_EQ(answer(routes, "GET", "/teams/red"), "red");
  EXPECT_EQ(answer(routes, "GET", "/teams/red/none"), "fell through");
}

TEST(router, parameters_of_routes_that_did_not_answer_are_gone) {
  router nested;
  router routes;
  routes.use("/{first}", nested).get("/{second}", [](const routed_request& request) {
    return say(std::string(request.parameter("first")) + "|" + std::string(request.parameter("second")));
  });
  EXPECT_EQ(answer(routes, "GET", "/x"), "|x");
}

TEST(router, middleware_functions_run_in_order_and_may_end_early) {
  router routes;
  routes.get("/before", saying("before"));
  routes.use([](routed_request& request) -> std::optional<http_response> {
    if (request.event.header("token").empty()) return http_response{.status_code = 401, .body = "who?"};
    request.locals["user"] = request.event.header("token");
    return std::nullopt;
  });
  routes.use("/closed",
             [](routed_request&) -> std::optional<http_response> { return http_response{.status_code = 503}; });
  routes.get("/who", [](const routed_request& r) { return say(std::string(r.locals.at("user").as_string())); });
  routes.get("/closed/door", saying("open"));
  EXPECT_EQ(answer(routes, "GET", "/before"), "before");
  EXPECT_EQ(answer(routes, "GET", "/who"), "401 who?");

  testing::manual_scheduler loop;
  context invocation(loop);
  const json::value who = json::parse(R"({"httpMethod":"GET","path":"/who","headers":{"Token":"alice"}})");
  EXPECT_EQ(routes(http_event(who), invocation).body, "alice");
  const json::value door = json::parse(R"({"httpMethod":"GET","path":"/closed/door","headers":{"Token":"alice"}})");
  EXPECT_EQ(routes(http_event(door), invocation).status_code, 503);
}

TEST(router, errors_go_to_the_nearest_error_handler) {
  router inner;
  inner.get("/teapot", [](const routed_request&) -> http_response { throw error(418); });
  inner.get("/bug", [](const routed_request&) -> http_response { throw std::runtime_error("oops"); });
  router outer;
  outer.use("/in", inner);
  EXPECT_EQ(answer(outer, "GET", "/in/teapot").substr(0, 10), "thrown 418");
  EXPECT_THROW(send(outer, "GET", "/in/bug"), std::runtime_error);

  outer.on_error([](const error& failure, const routed_request&) {
    return http_response{.status_code = failure.status_code ? failure.status_code : 500, .body = failure.message};
  });
  EXPECT_EQ(answer(outer, "GET", "/in/bug"), "500 oops");
  inner.on_error([](const error&, const routed_request&) { return say("handled inside"); });
  outer.use("/again", inner);
  EXPECT_EQ(answer(outer, "GET", "/again/bug"), "handled inside");
}

TEST(router, not_found_answers_what_nobody_took) {
  router routes;
  routes.get("/a", saying("a")).not_found([](const routed_request& request) {
    return http_response{.status_code = 404, .body = std::string(request.event.path())};
  });
  EXPECT_EQ(answer(routes, "GET", "/b"), "404 /b");
  EXPECT_EQ(answer(routes, "POST", "/a"), "404 /a");
}

TEST(router, finishers_see_every_response) {
  router routes;
  routes.get("/a", saying("a")).get("/bad", [](const routed_request&) -> http_response { throw error(400); });
  routes.on_error(
      [](const error& failure, const routed_request&) { return http_response{.status_code = failure.status_code}; });
  routes.not_found([](const routed_request&) { return http_response{.status_code = 404}; });
  routes.finish([](const routed_request&, http_response& response) { response.headers["x-seen"] = "1"; });
  for (const char* path : {"/a", "/bad", "/none"})
    EXPECT_EQ(send(routes, "GET", path).headers.at("x-seen"), "1") << path;
}

TEST(router, refuses_a_broken_escape_in_a_parameter) {
  router routes;
  routes.get("/users/{id}", saying("never"));
  EXPECT_EQ(answer(routes, "GET", "/users/%E0%A4%A").substr(0, 10), "thrown 400");
}

TEST(router, is_an_engines_handler) {
  router routes;
  routes.get("/users/{id}", saying_parameter("id"));
  testing::manual_scheduler loop;
  context invocation(loop);
  const engine served(routes);
  EXPECT_FALSE(served.may_wait());
  const auto done = served(json::parse(R"({"httpMethod":"GET","path":"/users/7"})"), invocation);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ((*done)->at("body"), "7");
  const auto failed = served(json::parse(R"({"httpMethod":"GET","path":"/none"})"), invocation);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().status_code, 404);
}

}  // namespace
}  // namespace lamina
