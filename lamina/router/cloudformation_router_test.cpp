#include "lamina/router/cloudformation_router.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

outcome call(const engine& chain, json::value event) {
  testing::manual_scheduler loop;
  context context(loop);
  return chain(std::move(event), context);
}

engine resource() {
  return cloudformation_router({{"Create", [] { return json::value("made"); }},
                                {"Delete", [] { return json::value("gone"); }},
                                {"Read", [] { return json::value("never"); }}});
}

TEST(cloudformation_router, picks_by_request_type) {
  EXPECT_EQ(**call(resource(), {{"RequestType", "Create"}}), json::value("made"));
  EXPECT_EQ(**call(resource(), {{"RequestType", "Delete"}}), json::value("gone"));
}

TEST(cloudformation_router, fails_for_a_type_without_a_route) {
  const outcome said = call(resource(), {{"RequestType", "Update"}});
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().message, "Route does not exist");
  EXPECT_EQ(said.error().status_code, 0);
  EXPECT_EQ(said.error().cause->at("data").at("requestType"), json::value("Update"));
}

TEST(cloudformation_router, names_the_type_it_does_not_know) {
  const std::pair<json::value, std::string> rows[] = {
      {{{"RequestType", "Read"}}, "Read"},       {{{"RequestType", "create"}}, "create"}, {{{"RequestType", 5}}, "5"},
      {{{"RequestType", nullptr}}, "undefined"}, {json::object(), "undefined"},           {nullptr, "undefined"}};
  for (const auto& [event, shown] : rows) {
    const outcome said = call(resource(), event);
    ASSERT_FALSE(said) << json::serialize(event);
    EXPECT_TRUE(said.error().message.ends_with("one of Create, Update, Delete. Received: " + shown))
        << said.error().message;
  }
}

TEST(cloudformation_router, lets_not_found_answer) {
  const engine chain = cloudformation_router({}, [](const json::object& asked) { return asked.at("requestType"); });
  EXPECT_EQ(**call(chain, {{"RequestType", "Update"}}), json::value("Update"));
}

}  // namespace
}  // namespace lamina
