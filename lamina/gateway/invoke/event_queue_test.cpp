#include "lamina/gateway/invoke/event_queue.h"

#include <gtest/gtest.h>

#include <deque>
#include <utility>

#include "lamina/json/json.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::invocation_result;
using function_pool::outcome;

// A function that notes its events, and answers what it is told to (the last answer again and again), at first success;
// or nothing, until it is let go.
struct noted final : function_pool::function {
  void invoke(function_pool::invocation work, scheduler& caller, completion done) override {
    ++started;
    if (silent) return kept.push_back(std::move(done));
    calls.emplace_back(work.request_id, work.event);
    invocation_result next{outcome::success, R"({"done":true})"};
    if (!answers.empty()) next = answers.front();
    if (answers.size() > 1) answers.pop_front();
    caller.post([next = std::move(next), done = std::move(done)]() mutable { done(std::move(next)); });
  }
  // Nobody waits for these any more: what waited is freed.
  void let_go() {
    for (completion& done : std::exchange(kept, {})) done({outcome::unavailable, "{}"});
  }

  bool silent = false;
  int started = 0;
  std::deque<invocation_result> answers;
  std::vector<std::pair<std::string, std::string>> calls;  // request id, event
  std::vector<completion> kept;
};

const invocation_result error_result{outcome::function_error, R"({"errorMessage":"no"})"};
const invocation_result throttled_result{outcome::throttled, "{}"};

class event_queue_of : public ::testing::Test {
 protected:
  std::vector<event_target> targets() {
    event_target mail{.key = "mail", .arn = "arn:mail", .function = mail_};
    event_target audit{.key = "audit", .arn = "arn:audit", .function = audit_};
    return {mail, audit};
  }

  void open(std::vector<event_target> with, event_queue_options options = {}) {
    options.path = path();
    options.survives_power_loss = false;
    queue_.emplace(std::move(with), options, loop_, log_);
    functions_ = queue_->functions();
    queue_->start();
    settle();
  }

  std::string path() const { return (folder_ / "events.db").string(); }

  // Until nobody has anything to do at this moment.
  void settle() {
    for (int i = 0; i < 12; ++i) {
      queue_->flush();
      loop_.run_ready();
    }
  }
  void advance(std::chrono::nanoseconds by) {
    loop_.advance(by);
    settle();
  }

  std::optional<invocation_result> send(std::string event, const std::string& key = "mail") {
    std::optional<invocation_result> got;
    functions_.at(key)->invoke({.event = std::move(event), .request_id = "id-" + std::to_string(++sent_)}, loop_,
                               [&got](invocation_result result) { got = std::move(result); });
    settle();
    return got;
  }

  // The process dies: no farewell.
  void crash() {
    functions_.clear();
    queue_.reset();
    for (const auto& one : {mail_, audit_}) one->let_go();
    loop_.run_ready();
  }
  ~event_queue_of() override {
    if (queue_) crash();
  }

  lamina::testing::temporary_folder folder_;
  lamina::testing::manual_scheduler loop_;
  std::string logged_;
  logger log_{log_level::debug, [this](std::string_view line) { logged_ += line; }};
  std::shared_ptr<noted> mail_ = std::make_shared<noted>(), audit_ = std::make_shared<noted>();
  std::optional<event_queue> queue_;
  function_map functions_;
  int sent_ = 0;
};

TEST_F(event_queue_of, an_accepted_event_reaches_its_function_once) {
  open(targets());
  const auto answer = send(R"({"to":"you"})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->outcome, outcome::success);
  EXPECT_EQ(answer->payload, "");
  ASSERT_EQ(mail_->calls.size(), 1U);
  EXPECT_EQ(mail_->calls[0], std::pair(std::string("id-1"), std::string(R"({"to":"you"})")));
  EXPECT_EQ(queue_->statistics().waiting, 0U);
  EXPECT_EQ(queue_->statistics().succeeded, 1U);
  crash();
  open(targets());
  advance(10min);
  EXPECT_EQ(mail_->calls.size(), 1U);
}

TEST_F(event_queue_of, what_was_under_way_or_waited_at_a_crash_is_delivered_again) {
  mail_->silent = true;
  open(targets(), {.max_at_once = 2});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send("[" + std::to_string(i) + "]")->outcome, outcome::success);
  EXPECT_EQ(mail_->started, 2);
  crash();
  mail_->silent = false;
  open(targets(), {.max_at_once = 2});
  ASSERT_EQ(mail_->calls.size(), 5U);
  EXPECT_EQ(mail_->calls[0], std::pair(std::string("id-1"), std::string("[0]")));
  EXPECT_EQ(mail_->calls[4].second, "[4]");
  EXPECT_EQ(queue_->statistics().waiting, 0U);
}

TEST_F(event_queue_of, an_error_is_tried_again_after_one_minute_and_after_two_more) {
  mail_->answers = {error_result};
  open(targets());
  send("1");
  EXPECT_EQ(mail_->calls.size(), 1U);
  advance(59s);
  EXPECT_EQ(mail_->calls.size(), 1U);
  advance(1s);
  EXPECT_EQ(mail_->calls.size(), 2U);
  advance(119s);
  EXPECT_EQ(mail_->calls.size(), 2U);
  advance(1s);
  ASSERT_EQ(mail_->calls.size(), 3U);
  EXPECT_EQ(mail_->calls[0], mail_->calls[2]);
  advance(6h);
  EXPECT_EQ(mail_->calls.size(), 3U);
  EXPECT_EQ(queue_->statistics().given_up, 1U);
  EXPECT_EQ(queue_->statistics().waiting, 0U);
  EXPECT_NE(logged_.find("an asynchronous event is given up"), std::string::npos);
}

TEST_F(event_queue_of, retries_go_on_after_a_restart_where_they_were) {
  mail_->answers = {error_result};
  open(targets());
  send("1");
  crash();
  open(targets());
  EXPECT_EQ(mail_->calls.size(), 1U);
  advance(60s);
  EXPECT_EQ(mail_->calls.size(), 2U);
  crash();
  open(targets());
  advance(120s);
  EXPECT_EQ(mail_->calls.size(), 3U);
  advance(6h);
  EXPECT_EQ(mail_->calls.size(), 3U);
}

TEST_F(event_queue_of, a_function_that_wants_no_retries_gets_none) {
  mail_->answers = {error_result};
  auto with = targets();
  with[0].max_retries = 0;
  open(with);
  send("1");
  advance(6h);
  EXPECT_EQ(mail_->calls.size(), 1U);
  EXPECT_EQ(queue_->statistics().waiting, 0U);
}

TEST_F(event_queue_of, what_cannot_be_taken_waits_longer_each_time_and_at_most_five_minutes) {
  mail_->answers = {throttled_result};
  open(targets());
  send("1");
  for (const auto wait : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s}) {
    const std::size_t before = mail_->calls.size();
    advance(wait - 1ms);
    EXPECT_EQ(mail_->calls.size(), before);
    advance(1ms);
    EXPECT_EQ(mail_->calls.size(), before + 1);
  }
  mail_->answers.clear();
  advance(300s);
  EXPECT_EQ(queue_->statistics().succeeded, 1U);
}

TEST_F(event_queue_of, an_event_that_is_too_old_is_given_up_and_says_so) {
  mail_->answers = {throttled_result};
  auto with = targets();
  with[0].max_age = 60s;
  with[0].on_failure.function = "audit";
  open(with);
  send("7");
  advance(59s);
  EXPECT_TRUE(audit_->calls.empty());
  advance(1s);
  ASSERT_EQ(audit_->calls.size(), 1U);
  const auto record = json::parse(audit_->calls[0].second);
  EXPECT_EQ(record.at("requestContext").at("condition"), "EventAgeExceeded");
  EXPECT_EQ(record.at("requestContext").at("approximateInvokeCount"), 0);
  EXPECT_EQ(record.at("requestPayload"), 7);
  EXPECT_EQ(json::find(record, "responsePayload"), nullptr);
}

TEST_F(event_queue_of, an_event_that_would_be_too_old_for_its_next_retry_is_given_up_with_its_error) {
  mail_->answers = {error_result};
  auto with = targets();
  with[0].max_age = 150s;
  with[0].on_failure.function = "audit";
  open(with);
  send("7");
  EXPECT_TRUE(audit_->calls.empty());
  advance(60s);
  EXPECT_EQ(mail_->calls.size(), 2U);
  ASSERT_EQ(audit_->calls.size(), 1U);
  const auto record = json::parse(audit_->calls[0].second);
  EXPECT_EQ(record.at("requestContext").at("condition"), "EventAgeExceeded");
  EXPECT_EQ(record.at("requestContext").at("approximateInvokeCount"), 2);
  EXPECT_EQ(record.at("responseContext").at("functionError"), "Unhandled");
  EXPECT_EQ(json::serialize(record.at("responsePayload")), R"({"errorMessage":"no"})");
  EXPECT_EQ(queue_->statistics().waiting, 0U);
}

TEST_F(event_queue_of, destinations_are_told_what_became_of_it) {
  auto with = targets();
  with[0].on_success.function = with[0].on_failure.function = "audit";
  with[0].max_retries = 1;
  open(with);
  send(R"({"a":1})");
  ASSERT_EQ(audit_->calls.size(), 1U);
  auto record = json::parse(audit_->calls[0].second);
  EXPECT_NE(audit_->calls[0].first, "id-1");  // an invocation of its own
  EXPECT_EQ(record.at("requestContext").at("requestId"), "id-1");
  EXPECT_EQ(record.at("requestContext").at("functionArn"), "arn:mail:$LATEST");
  EXPECT_EQ(record.at("requestContext").at("condition"), "Success");
  EXPECT_EQ(record.at("requestContext").at("approximateInvokeCount"), 1);
  EXPECT_EQ(json::serialize(record.at("responsePayload")), R"({"done":true})");

  mail_->answers = {error_result};
  send(R"({"a":2})");
  EXPECT_EQ(audit_->calls.size(), 1U);
  advance(60s);
  ASSERT_EQ(audit_->calls.size(), 2U);
  record = json::parse(audit_->calls[1].second);
  EXPECT_EQ(record.at("requestContext").at("condition"), "RetriesExhausted");
  EXPECT_EQ(record.at("requestContext").at("approximateInvokeCount"), 2);
  EXPECT_EQ(record.at("responseContext").at("functionError"), "Unhandled");
  EXPECT_EQ(json::serialize(record.at("responsePayload")), R"({"errorMessage":"no"})");
  EXPECT_EQ(queue_->statistics().waiting, 0U);
}

TEST_F(event_queue_of, a_record_for_a_destination_survives_a_crash) {
  audit_->silent = true;
  auto with = targets();
  with[0].on_success.function = "audit";
  open(with);
  send("1");
  EXPECT_EQ(audit_->started, 1);
  crash();
  audit_->silent = false;
  open(with);
  EXPECT_EQ(mail_->calls.size(), 1U);
  EXPECT_EQ(audit_->calls.size(), 1U);
}

TEST_F(event_queue_of, a_destination_elsewhere_is_written_to_the_log) {
  auto with = targets();
  with[0].on_success.elsewhere = "arn:aws:sqs:us-east-1:1:done";
  open(with);
  send("1");
  EXPECT_NE(logged_.find("arn:aws:sqs:us-east-1:1:done"), std::string::npos);
  EXPECT_NE(logged_.find(R"(\"condition\":\"Success\")"), std::string::npos);
}

TEST_F(event_queue_of, destinations_that_call_each_other_come_to_an_end) {
  auto with = targets();
  with[0].on_success.function = "audit";
  with[1].on_success.function = "mail";
  open(with);
  send("1");
  for (int i = 0; i < 10; ++i) settle();
  EXPECT_EQ(mail_->calls.size() + audit_->calls.size(), 17U);
  EXPECT_NE(logged_.find("a chain of destinations does not end"), std::string::npos);
  EXPECT_EQ(queue_->statistics().waiting, 0U);
}

TEST_F(event_queue_of, a_closed_function_fails_at_once_without_being_invoked) {
  auto with = targets();
  with[0].is_closed = true;
  with[0].on_failure.function = "audit";
  open(with);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send("1")->outcome, outcome::success);
  EXPECT_TRUE(mail_->calls.empty());
  ASSERT_EQ(audit_->calls.size(), 3U);
  const auto context = json::parse(audit_->calls[0].second).at("requestContext");
  EXPECT_EQ(context.at("condition"), "ZeroReservedConcurrency");
  EXPECT_EQ(context.at("approximateInvokeCount"), 0);
}

TEST_F(event_queue_of, many_events_of_a_closed_function_need_no_stack) {
  auto with = targets();
  with[0].is_closed = true;
  open(with);
  for (int i = 0; i < 20'000; ++i) functions_.at("mail")->invoke({.event = "1"}, loop_, [](invocation_result) {});
  settle();
  EXPECT_EQ(queue_->statistics().given_up, 20'000U);
}

TEST_F(event_queue_of, only_so_many_are_under_way_at_once) {
  mail_->silent = true;
  open(targets(), {.max_at_once = 3});
  for (int i = 0; i < 10; ++i) send("1");
  EXPECT_EQ(mail_->started, 3);
  send("1", "audit");
  EXPECT_EQ(audit_->calls.size(), 1U);  // others do not wait for it
}

TEST_F(event_queue_of, a_full_queue_refuses) {
  mail_->silent = true;
  open(targets(), {.max_events = 2, .max_bytes = 100});
  EXPECT_EQ(send(std::string(60, '1'))->outcome, outcome::success);
  EXPECT_EQ(send(std::string(60, '1'))->outcome, outcome::throttled);
  EXPECT_EQ(send("1")->outcome, outcome::success);
  EXPECT_EQ(send("1")->outcome, outcome::throttled);
  EXPECT_EQ(queue_->statistics().refused, 2U);
}

TEST_F(event_queue_of, contents_beyond_the_memory_are_read_again_from_disk) {
  open(targets(), {.max_at_once = 1, .max_bytes_in_memory = 5});
  for (int i = 0; i < 4; ++i)
    functions_.at("mail")->invoke({.event = "[100" + std::to_string(i) + "]", .request_id = std::to_string(i)}, loop_,
                                  [](invocation_result) {});
  for (int i = 0; i < 4; ++i) settle();
  ASSERT_EQ(mail_->calls.size(), 4U);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(mail_->calls[static_cast<std::size_t>(i)],
              std::pair(std::to_string(i), "[100" + std::to_string(i) + "]"));
}

TEST_F(event_queue_of, draining_waits_for_what_is_under_way_and_leaves_the_rest_on_disk) {
  // Answers when the test says so.
  struct held final : function_pool::function {
    void invoke(function_pool::invocation work, scheduler&, completion done) override {
      calls.push_back(work.event);
      waiting.push_back(std::move(done));
    }
    std::vector<std::string> calls;
    std::vector<completion> waiting;
  };
  const auto slow = std::make_shared<held>();
  auto with = targets();
  with[0].function = slow;
  open(with, {.max_at_once = 1});
  send("1");
  send("2");
  bool is_drained = false;
  queue_->drain([&is_drained] { is_drained = true; });
  settle();
  EXPECT_FALSE(is_drained);
  EXPECT_EQ(send("3")->outcome, outcome::unavailable);
  slow->waiting.at(0)({outcome::success, "1"});
  settle();
  EXPECT_TRUE(is_drained);
  EXPECT_EQ(slow->calls, std::vector<std::string>{"1"});
  EXPECT_NE(logged_.find("asynchronous events wait for the next start"), std::string::npos);
  crash();
  open(targets());
  ASSERT_EQ(mail_->calls.size(), 1U);
  EXPECT_EQ(mail_->calls[0].second, "2");
}

TEST_F(event_queue_of, an_event_that_cannot_be_written_is_not_accepted) {
  folder_.write("events.db", "these are somebody's notes, no database");
  open(targets());
  EXPECT_NE(logged_.find("events of an earlier run are not delivered"), std::string::npos);
  const auto answer = send("1");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->outcome, outcome::unavailable);
  EXPECT_NE(answer->payload.find("events.db"), std::string::npos);
  EXPECT_NE(logged_.find("asynchronous events cannot be kept\",\"count\":1"), std::string::npos) << logged_;
  EXPECT_EQ(queue_->statistics().waiting, 0U);
}

TEST_F(event_queue_of, events_of_a_function_that_is_gone_stay_where_they_are) {
  mail_->silent = true;
  open(targets());
  send("1");
  crash();
  open({targets()[1]});
  EXPECT_NE(logged_.find("functions that this service does not have"), std::string::npos);
  crash();
  mail_->silent = false;
  open(targets());
  EXPECT_EQ(mail_->calls.size(), 1U);
}

TEST_F(event_queue_of, a_file_that_another_gateway_has_is_taken_over_when_that_ends) {
  mail_->silent = true;
  open(targets());
  send("1");
  const auto second = std::make_shared<noted>();
  auto with = targets();
  with[0].function = second;
  event_queue other(with, {.path = path(), .survives_power_loss = false}, loop_, log_);
  other.start();
  other.flush();
  advance(12s);
  other.flush();
  EXPECT_TRUE(second->calls.empty());
  crash();
  for (int i = 0; i < 6 && second->calls.empty(); ++i) {
    loop_.advance(5s);
    other.flush();
    loop_.run_ready();
    other.flush();
    loop_.run_ready();
  }
  EXPECT_EQ(second->calls.size(), 1U);
}

}  // namespace
}  // namespace lamina::gateway
