#include "lamina/config/local_values.h"

#include <gtest/gtest.h>

#include "lamina/testing/temporary_folder.h"

namespace lamina::config {
namespace {

class local_values : public ::testing::Test {
 protected:
  std::string failure_of(std::string_view text) {
    folder_.write("values.yml", text);
    const auto read = read_local_values(path_, options_);
    return read ? "none" : read.error().message.substr(path_.filename().string().size());
  }

  lamina::testing::temporary_folder folder_;
  std::filesystem::path path_ = folder_ / "values.yml";
  load_options options_;
};

TEST_F(local_values, answer_for_aws) {
  EXPECT_EQ(failure_of("ssm: {/a/b: c, /list: [x]}\ncf: {stack.Out: o}\ns3: {bucket/key: s}\nparams: {p: 1, q: "
                       "text}\naccountId: '012'\n"),
            "none");
  EXPECT_EQ(json::serialize(options_.ssm), R"({"/a/b":"c","/list":["x"]})");
  EXPECT_EQ(options_.cf.at("stack.Out"), json::value("o"));
  EXPECT_EQ(options_.s3.at("bucket/key"), json::value("s"));
  EXPECT_EQ(options_.params, (std::map<std::string, std::string>{{"p", "1"}, {"q", "text"}}));
  EXPECT_EQ(options_.account_id, "012");
}

TEST_F(local_values, reach_the_variables_of_a_service) {
  ASSERT_EQ(failure_of("ssm: {/key: value}\n"), "none");
  warnings warned;
  const auto loaded = load_serverless_text(
      "service: shop\nprovider: aws\nfunctions: {f: {handler: a.b, environment: {K: '${ssm:/key}'}}}\n", options_,
      warned);
  EXPECT_EQ(loaded.value().functions.at(0).environment.at("K"), json::value("value"));
}

TEST_F(local_values, do_not_replace_what_is_known) {
  options_.params["p"] = "given";
  options_.ssm["/a"] = "given";
  ASSERT_EQ(failure_of("params: {p: file}\nssm: {/a: file}\n"), "none");
  EXPECT_EQ(options_.params["p"], "given");
  EXPECT_EQ(options_.ssm.at("/a"), json::value("given"));
}

TEST_F(local_values, may_be_json_or_nothing) {
  EXPECT_EQ(failure_of(R"({"cf": {"a.B": "c"}})"), "none");
  EXPECT_EQ(failure_of(""), "none");
}

TEST_F(local_values, say_what_is_wrong_where) {
  EXPECT_EQ(failure_of("ssm: {}\nssn: {}\n"), ":2: ssn: unknown key; expected ssm, cf, s3, params or accountId");
  EXPECT_EQ(failure_of("cf: [a]\n"), ":1: cf: expected a map");
  EXPECT_EQ(failure_of("params: {p: [a]}\n"), ":1: params.p: expected text");
  EXPECT_EQ(failure_of("accountId: 012\n"),
            ":1: accountId: expected text in quotes (a number would lose its first zeros)");
  EXPECT_EQ(failure_of("- a\n"), ": expected a map with ssm, cf, s3, params or accountId");
  EXPECT_NE(read_local_values("/nowhere/values.yml", options_).error().message.find("cannot be read"),
            std::string::npos);
}

}  // namespace
}  // namespace lamina::config
