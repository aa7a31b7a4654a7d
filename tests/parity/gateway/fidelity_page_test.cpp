#include "tests/parity/gateway/fidelity_page.h"

#include <gtest/gtest.h>

namespace parity {
namespace {

using lamina::parity::verdict;

lamina::json::value sample(const char* id, const char* source) { return {{"id", id}, {"source", source}}; }

TEST(fidelity_page, names_a_behaviour_after_its_case) {
  EXPECT_EQ(behaviour_of("url/response/status-numeric-string-01"), "response: status numeric string");
  EXPECT_EQ(behaviour_of("odd"), "odd");
}

TEST(fidelity_page, tells_what_passes_and_what_does_not) {
  fidelity_page page;
  page.add("rest-events", sample("rest/path/a-01", "aws-recorded: a snapshot"), {verdict::kind::passed, ""});
  page.add("rest-events", sample("rest/path/b-01", "aws-docs: a page"), {verdict::kind::failed, "status: 200 | 403"});
  const std::string text = page.text();
  EXPECT_NE(text.find("## REST APIs: the event\n"), std::string::npos);
  EXPECT_NE(text.find("| path: a | aws-recorded: a snapshot | as the service |\n"), std::string::npos);
  EXPECT_NE(text.find("| path: b | aws-docs: a page | **differs**: status: 200 \\| 403 |\n"), std::string::npos);
  EXPECT_NE(text.find("| aws-docs | stated by AWS's documentation | 1 | 0 |\n"), std::string::npos);
}

TEST(fidelity_page, joins_the_groups_of_several_folders) {
  fidelity_page page;
  page.add("websocket", sample("ws/a/one-01", "aws-docs: x"), {verdict::kind::passed, ""});
  page.add("websocket", sample("ws/more/two-01", "aws-docs: y"), {verdict::kind::skipped, "no such"});
  const std::string text = page.text();
  EXPECT_EQ(text.find("## WebSocket APIs"), text.rfind("## WebSocket APIs"));
  EXPECT_NE(text.find("| more: two | aws-docs: y | not tried: no such |"), std::string::npos);
}

}  // namespace
}  // namespace parity
