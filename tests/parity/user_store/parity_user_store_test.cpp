#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/parity/user_store/expectation.h"
#include "tests/parity/user_store/in_process_app.h"
#include "tests/parity/user_store/test_tokens.h"
#include "tests/parity/user_store/transcript.h"

namespace parity_user_store {
namespace {

using namespace lamina;

json::value read_transcript() {
  std::ostringstream text;
  text << std::ifstream(LAMINA_SOURCE_DIR "/parity/user-store/transcript.json").rdbuf();
  return json::parse(text.str());
}

struct counts {
  int passed = 0, failed = 0, skipped = 0;
};

counts run_in_process(const json::value& transcript, user_store::store_type type, const char* name) {
  in_process_app tested(type);
  run_options options;
  options.stores.store_type = name;
  counts seen;
  const auto ran = run_transcript(transcript, tested, options, [&](const step_outcome& outcome) {
    if (outcome.what == step_outcome::kind::passed) ++seen.passed;
    if (outcome.what == step_outcome::kind::skipped) ++seen.skipped;
    if (outcome.what != step_outcome::kind::failed) return;
    ++seen.failed;
    ADD_FAILURE() << outcome.id << ": " << outcome.why;
  });
  EXPECT_TRUE(ran);
  EXPECT_EQ(tested.log_text().find("correct-horse"), std::string::npos) << "a password is in the log";
  EXPECT_EQ(tested.log_text().find("eyJ"), std::string::npos) << "a token is in the log";
  return seen;
}

TEST(user_store, answers_the_transcript_with_a_bucket) {
  const counts seen = run_in_process(read_transcript(), user_store::store_type::s3, "S3");
  EXPECT_GE(seen.passed, 140);
}

TEST(user_store, answers_the_transcript_with_a_table) {
  const counts seen = run_in_process(read_transcript(), user_store::store_type::dynamodb, "DynamoDB");
  EXPECT_GE(seen.passed, 140);
}

std::string difference(const char* expect, const char* result) {
  variables captured;
  const auto found = first_difference(json::parse(expect), json::parse(result), captured);
  return found.value_or("");
}

TEST(expectation, compares_whole_documents_in_any_order) {
  EXPECT_EQ(difference(R"({"json":{"a":1,"b":2}})", R"({"json":{"b":2.0,"a":1},"status":200})"), "");
  EXPECT_NE(difference(R"({"json":{"a":1}})", R"({"json":{"a":1,"b":2}})"), "");
  EXPECT_NE(difference(R"({"json":{"a":1,"b":2}})", R"({"json":{"a":1}})"), "");
  EXPECT_NE(difference(R"({"json":{"a":[1,2]}})", R"({"json":{"a":[2,1]}})"), "");
  EXPECT_NE(difference(R"({"status":200})", R"({})"), "");
  EXPECT_EQ(difference(R"({"item":null})", R"({"item":null})"), "");
  EXPECT_NE(difference(R"({"item":null})", R"({"item":{}})"), "");
}

TEST(expectation, compares_parts_where_only_parts_are_named) {
  EXPECT_EQ(difference(R"({"json_subset":{"a":1}})", R"({"json":{"a":1,"b":2}})"), "");
  EXPECT_NE(difference(R"({"json_subset":{"a":1}})", R"({"json":{"a":2}})"), "");
  EXPECT_EQ(difference(R"({"headers":{"allow":"GET"}})", R"({"headers":{"allow":"GET","x":"y"}})"), "");
  EXPECT_NE(difference(R"({"headers":{"allow":"GET"}})", R"({"headers":{}})"), "");
  EXPECT_EQ(difference(R"({"headers_absent":["x"]})", R"({"headers":{"y":"1"}})"), "");
  EXPECT_NE(difference(R"({"headers_absent":["x"]})", R"({"headers":{"x":"1"}})"), "");
}

TEST(expectation, knows_every_matcher) {
  EXPECT_EQ(difference(R"({"a":{"$one_of":[200,304]},"b":{"$type":"number"},"c":{"$len":2},"d":{"$base64_bytes":3}})",
                       R"({"a":304,"b":1.5,"c":[1,2],"d":"AAAA"})"),
            "");
  EXPECT_NE(difference(R"({"a":{"$one_of":[200,304]}})", R"({"a":500})"), "");
  EXPECT_NE(difference(R"({"b":{"$type":"number"}})", R"({"b":"1"})"), "");
  EXPECT_NE(difference(R"({"c":{"$len":2}})", R"({"c":[1]})"), "");
  EXPECT_NE(difference(R"({"d":{"$base64_bytes":3}})", R"({"d":"AAA="})"), "");
  EXPECT_NE(difference(R"({"d":{"$unheard_of":3}})", R"({"d":"AAA="})"), "");
  variables captured;
  EXPECT_FALSE(first_difference(json::parse(R"({"a":{"$capture":"name"}})"), json::parse(R"({"a":"x"})"), captured));
  EXPECT_EQ(captured.at("name"), "x");
}

TEST(expectation, reads_patterns) {
  EXPECT_EQ(difference(R"({"a":"/^b+$/"})", R"({"a":"bb"})"), "");
  EXPECT_NE(difference(R"({"a":"/^b+$/"})", R"({"a":"bc"})"), "");
  EXPECT_EQ(difference(R"({"a":"/^B+$/i"})", R"({"a":"bb"})"), "");
  EXPECT_NE(difference(R"({"a":"/(/"})", R"({"a":"("})"), "");
  EXPECT_NE(difference(R"({"a":"/x/"})", R"({"a":1})"), "");
}

TEST(expectation, compares_lists_of_results_and_alternatives) {
  EXPECT_EQ(difference(R"({"statuses_sorted":[200,409]})", R"({"results":[{"status":409},{"status":200}]})"), "");
  EXPECT_NE(difference(R"({"statuses_sorted":[200,409]})", R"({"results":[{"status":409},{"status":409}]})"), "");
  EXPECT_EQ(difference(R"({"results":[{"open":true}]})", R"({"results":[{"open":true,"x":1}]})"), "");
  EXPECT_NE(difference(R"({"results":[{"open":true}]})", R"({"results":[{"open":false}]})"), "");
  EXPECT_EQ(difference(R"({"any_of":[{"status":400},{"status":200}]})", R"({"status":200})"), "");
  EXPECT_NE(difference(R"({"any_of":[{"status":400},{"status":200}]})", R"({"status":500})"), "");
}

TEST(variables, are_replaced_wherever_there_is_text) {
  const auto replaced = substitute(json::parse(R"({"a":["x${n}y${n}"],"b":1})"), {{"n", "7"}});
  ASSERT_TRUE(replaced);
  EXPECT_EQ(json::serialize(*replaced), R"({"a":["x7y7"],"b":1})");
  EXPECT_EQ(substitute(json::parse(R"(["${missing}"])"), {}).error().message, "missing");
}

TEST(test_token, can_be_minted_and_decoded) {
  const auto token = mint_token("HS256", json::parse(R"({"iat":1000,"exp":4600})"), "key");
  ASSERT_TRUE(token);
  const auto decoded = decode_token(*token);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(json::serialize(*decoded), R"({"header":{"alg":"HS256","typ":"JWT"},"claims":{"iat":1000,"exp":4600},)"
                                       R"("signature_bytes":32,"lifetime_s":3600})");
  EXPECT_TRUE(mint_token("none", json::object(), "")->ends_with('.'));
  EXPECT_FALSE(mint_token("RS256", json::object(), ""));
  EXPECT_FALSE(decode_token("a.b.c"));
}

// A transcript that asks for the wrong thing must fail.
TEST(transcript, fails_what_differs_and_skips_what_depends_on_the_skipped) {
  const json::value wrong = json::parse(R"({"groups":[{"id":"g","steps":[
    {"id":"wrong","do":{"http":{"method":"GET","path":"/none"}},"expect":{"status":200}},
    {"id":"right","do":{"http":{"method":"GET","path":"/none"}},"expect":{"status":404}},
    {"id":"socket","do":{"ws_connect":{"conn":"a"}},"expect":{},"capture":{"conn":"id"}},
    {"id":"after","do":{"http":{"method":"GET","path":"/${conn}"}},"expect":{"status":404}},
    {"id":"unknown","do":{"http":{"method":"GET","path":"/${never}"}},"expect":{"status":404}},
    {"id":"capture","do":{"http":{"method":"GET","path":"/none"}},"expect":{},"capture":{"x":"json.none"}}]}]})");
  in_process_app tested(user_store::store_type::s3);
  std::string seen;
  ASSERT_TRUE(run_transcript(wrong, tested, {}, [&](const step_outcome& outcome) {
    seen += outcome.id + ":" + std::to_string(static_cast<int>(outcome.what)) + " ";
  }));
  EXPECT_EQ(seen, "wrong:1 right:0 socket:2 after:2 unknown:1 capture:1 ");
  EXPECT_FALSE(run_transcript(wrong, tested, {.group = "none"}, [](const step_outcome&) {}));
}

}  // namespace
}  // namespace parity_user_store
