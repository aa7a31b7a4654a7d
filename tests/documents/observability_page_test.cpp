// docs/observability.md: its tables name what there is and nothing else, its formats and files are good.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "lamina/config/serverless.h"
#include "lamina/gateway/listener/access_format.h"
#include "lamina/gateway/metrics/metrics_text.h"
#include "lamina/testing/metrics_reader.h"

namespace lamina::gateway {
namespace {

using names = std::set<std::string>;

const std::string& page() {
  static const std::string text = [] {
    std::ifstream file(LAMINA_SOURCE_DIR "/docs/observability.md", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return text;
}

// Every first group of the pattern.
names found(const std::string& text, const std::string& pattern) {
  const std::regex wanted(pattern);
  names all;
  for (std::sregex_iterator at(text.begin(), text.end(), wanted), end; at != end; ++at) all.insert((*at)[1]);
  return all;
}

// What stands between ```language and ```.
std::vector<std::string> blocks(const std::string& language) {
  std::vector<std::string> all;
  const std::string fence = "```" + language + "\n";
  for (std::size_t at = page().find(fence); at != std::string::npos; at = page().find(fence, at)) {
    at += fence.size();
    all.push_back(page().substr(at, page().find("```", at) - at));
  }
  return all;
}

std::string block_with(const std::string& language, std::string_view part) {
  for (std::string& each : blocks(language))
    if (each.find(part) != std::string::npos) return each;
  ADD_FAILURE() << "no block with " << part;
  return {};
}

// A service with one of everything, so that every metric has a value.
gateway_figures full_figures() {
  gateway_figures all;
  all.requests[api_family::rest].count({.method = "GET",
                                        .resource = "/a",
                                        .authorizer = "hit",
                                        .status = 200,
                                        .integration_latency = std::chrono::microseconds(1)});
  all.requests[api_family::websocket].count({.event_type = "MESSAGE", .route_key = "a", .status = 200});
  all.lags.emplace_back(1);
  all.functions.emplace_back("app", function_pool::pool_statistics());
  all.queue = std::make_unique<gateway_figures::events>();
  return all;
}

TEST(observability_page, names_every_metric_with_its_type_and_labels) {
  const lamina::testing::metrics_reader real(write_metrics(full_figures(), read_process_figures(), "1"));
  names expected;
  for (const auto& [name, type] : real.families()) {
    names labels;
    for (const auto& [sample, value] : real.samples())
      if (sample.starts_with(name))
        for (const std::string& label : found(sample, R"re((\w+)=")re"))
          if (label != "le") labels.insert(label);
    expected.insert(name + " " + type);
    const auto row = found(page(), "\\| `" + name + "` \\| " + type + " \\| ([a-z, ]*)\\|");
    ASSERT_EQ(row.size(), 1u) << name << " " << type;
    EXPECT_EQ(found(*row.begin(), R"(([a-z]+))"), labels) << name;
  }
  const names rows = found(page(), R"(\| `((?:lamina|process)_[a-z_]+` \| [a-z]+) \|)");
  EXPECT_EQ(rows.size(), expected.size());
}

TEST(observability_page, names_every_variable) {
  names known, unknown;
  for (const access_variable& each : access_variables())
    (each.read != nullptr ? known : unknown).insert(std::string(each.name));
  EXPECT_EQ(found(page(), R"(\n\| `\$context\.([A-Za-z0-9.*]+)` \|)"), known);
  const std::size_t begin = page().find("Known to API Gateway and always"), end = page().find("Any other name", begin);
  ASSERT_NE(end, std::string::npos);
  EXPECT_EQ(found(page().substr(begin, end - begin), R"(`\$context\.([A-Za-z0-9.*]+)`)"), unknown);
}

TEST(observability_page, has_formats_that_are_good) {
  std::size_t count = 0;
  for (const std::string& block : blocks("sh"))
    for (const std::string& text : found(block, R"(--access-log '([^'\n]*)')")) {
      const auto format = access_format::compile(text);
      ASSERT_TRUE(format) << text;
      EXPECT_TRUE(format->unknown().empty()) << text;
      ++count;
    }
  EXPECT_GE(count, 2u);
}

TEST(observability_page, has_a_service_whose_logs_are_understood) {
  config::warnings warned;
  const auto service =
      config::load_serverless_text("service: shop\n" + block_with("yaml", "restApi") + "  name: aws\n", {}, warned);
  ASSERT_TRUE(service) << service.error().message;
  for (const auto& one : warned) ADD_FAILURE() << one.message();
  EXPECT_FALSE(service->access_logs.websocket.is_on);
  for (const std::string& text : {service->access_logs.rest.format, service->access_logs.http.format}) {
    const auto format = access_format::compile(text);
    ASSERT_TRUE(format && !text.empty()) << text;
    EXPECT_TRUE(format->unknown().empty()) << text;
  }
}

TEST(observability_page, alerts_about_metrics_that_there_are) {
  const lamina::testing::metrics_reader real(write_metrics(full_figures(), read_process_figures(), "1"));
  const std::string rules = block_with("yaml", "alert:");
  const names used = found(rules, R"(\b((?:lamina|process)_[a-z_]+))");
  EXPECT_GE(used.size(), 6u);
  for (const std::string& each : used) {
    std::string family = each;
    if (family.ends_with("_bucket")) family.resize(family.size() - 7);
    EXPECT_TRUE(real.families().contains(family)) << each;
  }
  for (const std::string& value : found(rules, R"re((?:reason|outcome)=~?"([a-z_|]+)")re"))
    for (const std::string& word : found(value, "([a-z_]+)"))
      EXPECT_NE(page().find("`" + word + "`"), std::string::npos) << word;
}

}  // namespace
}  // namespace lamina::gateway
