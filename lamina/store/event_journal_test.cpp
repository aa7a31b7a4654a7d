#include "lamina/store/event_journal.h"

#include <gtest/gtest.h>
#include <signal.h>  // NOLINT: kill
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <tuple>

#include "lamina/store/object_store.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::store {
namespace {

namespace fs = std::filesystem;

journal_event event_of(std::string body, std::string queue = "mail") {
  return {.queue = std::move(queue),
          .request_id = "id of " + body,
          .trace_id = "Root=1-2-3",
          .body = std::move(body),
          .accepted_at = 1'700'000'000'123,
          .generation = 2};
}

// A journal, and what it told. Completions run on its thread, but flush() comes after them.
struct opened {
  explicit opened(std::string path, event_journal_options options = {})
      : journal(std::move(path), options,
                {.on_open = [this](std::vector<journal_entry> entries) { found = std::move(entries); },
                 .on_batch = [this] { ++batches; },
                 .on_failure = [this](const error& why) { failures.push_back(why.message); }}) {}

  result<event_journal::id> add(journal_event what) {
    result<event_journal::id> got(error("nothing was told"));
    journal.add(std::move(what), [&got](result<event_journal::id> id, journal_event) { got = std::move(id); });
    journal.flush();
    return got;
  }

  result<void> open() {
    result<void> got;
    journal.open_existing([&got](result<void> how) { got = std::move(how); });
    journal.flush();
    return got;
  }

  std::optional<journal_event> read(event_journal::id which) {
    std::optional<journal_event> got;
    journal.read(which, [&got](result<std::optional<journal_event>> event) { got = event.value(); });
    journal.flush();
    return got;
  }

  std::vector<journal_entry> found;
  int batches = 0;
  std::vector<std::string> failures;
  event_journal journal;
};

class event_journal_file : public ::testing::Test {
 protected:
  std::string path() const { return (folder_ / "state/events.db").string(); }
  std::vector<journal_entry> reopened() const {
    opened again(path());
    EXPECT_TRUE(again.open());
    return again.found;
  }

  lamina::testing::temporary_folder folder_;
};

TEST_F(event_journal_file, an_event_that_was_added_is_there_when_it_is_opened_again) {
  event_journal::id id = 0;
  {
    opened one(path());
    id = one.add(event_of(R"({"a":1})")).value();
  }
  opened again(path());
  ASSERT_TRUE(again.open());
  ASSERT_EQ(again.found.size(), 1U);
  const journal_entry& entry = again.found[0];
  EXPECT_EQ(entry.id, id);
  EXPECT_EQ(entry.queue, "mail");
  EXPECT_EQ(entry.accepted_at, 1'700'000'000'123);
  EXPECT_EQ(entry.due_at, 0);
  EXPECT_EQ(entry.failures, 0U);
  EXPECT_EQ(entry.generation, 2U);
  EXPECT_EQ(entry.size, 7U);
  const auto whole = again.read(id);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->body, R"({"a":1})");
  EXPECT_EQ(whole->request_id, R"(id of {"a":1})");
  EXPECT_EQ(whole->trace_id, "Root=1-2-3");
  EXPECT_FALSE(again.read(id + 1));
}

TEST_F(event_journal_file, no_file_is_made_before_the_first_event) {
  opened one(path());
  EXPECT_TRUE(one.open());
  EXPECT_FALSE(fs::exists(path()));
  EXPECT_TRUE(one.add(event_of("1")));
  EXPECT_TRUE(fs::exists(path()));
  EXPECT_EQ(fs::status(folder_ / "state").permissions(), fs::perms::owner_all);
}

TEST_F(event_journal_file, what_was_removed_is_gone_and_its_id_is_never_used_again) {
  event_journal::id first = 0;
  {
    opened one(path());
    first = one.add(event_of("1")).value();
    one.journal.remove(first);
  }
  EXPECT_TRUE(reopened().empty());
  opened again(path());
  EXPECT_GT(again.add(event_of("2")).value(), first);
}

TEST_F(event_journal_file, a_new_time_and_the_failures_are_kept) {
  {
    opened one(path());
    one.journal.reschedule(one.add(event_of("1")).value(), 1'700'000'060'000, 1);
  }
  const auto found = reopened();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].due_at, 1'700'000'060'000);
  EXPECT_EQ(found[0].failures, 1U);
}

TEST_F(event_journal_file, replacing_removes_one_and_adds_the_other) {
  {
    opened one(path());
    const auto id = one.add(event_of("1")).value();
    one.journal.replace(id, event_of("2", "audit"), [id](result<event_journal::id> by, journal_event what) {
      EXPECT_GT(by.value(), id);
      EXPECT_EQ(what.body, "2");
    });
  }
  const auto found = reopened();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].queue, "audit");
}

TEST_F(event_journal_file, bytes_of_any_kind_come_back_as_they_were) {
  opened one(path());
  std::string body("\0\xff'\n", 4);
  body.resize(1 << 20, 'x');
  const auto id = one.add(event_of(body)).value();
  EXPECT_EQ(one.read(id)->body, body);
}

TEST_F(event_journal_file, many_that_come_at_once_are_written_in_few_transactions) {
  opened one(path());
  constexpr int count = 1'000;
  int added = 0;
  for (int i = 0; i < count; ++i)
    one.journal.add(event_of(std::to_string(i)),
                    [&added](result<event_journal::id> id, journal_event) { added += id ? 1 : 0; });
  one.journal.flush();
  EXPECT_EQ(added, count);
  EXPECT_LT(one.batches, count / 2);
}

TEST_F(event_journal_file, a_second_process_is_refused_while_one_has_it) {
  std::array<int, 2> told{};
  ASSERT_EQ(::pipe(told.data()), 0);
  const pid_t holder = ::fork();
  if (holder == 0) {
    event_journal journal(path(), {}, {});
    journal.add(event_of("1"),
                [to = told[1]](result<event_journal::id>, journal_event) { std::ignore = ::write(to, "x", 1); });
    for (;;) ::pause();
  }
  char sign = 0;
  ASSERT_EQ(::read(told[0], &sign, 1), 1);
  {
    opened second(path());
    const auto refused = second.open();
    ASSERT_FALSE(refused);
    EXPECT_EQ(fault_of(refused.error()), fault::busy);
  }
  ::kill(holder, SIGKILL);
  ::waitpid(holder, nullptr, 0);
  EXPECT_EQ(reopened().size(), 1U);
  ::close(told[0]);
  ::close(told[1]);
}

// The last event that was told as added, and all before it, are there however the process ended.
TEST_F(event_journal_file, nothing_that_was_told_as_added_is_lost_when_the_process_is_killed) {
  std::array<int, 2> told{};
  ASSERT_EQ(::pipe(told.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    event_journal journal(path(), {}, {});
    for (;;) {
      journal.add(event_of("x"), [to = told[1]](result<event_journal::id> id, journal_event) {
        if (const auto number = id.value(); ::write(to, &number, sizeof number) < 0) ::_exit(1);
      });
      journal.flush();
    }
  }
  ::close(told[1]);
  event_journal::id last = 0;
  while (last < 50) ASSERT_EQ(::read(told[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (::read(told[0], &last, sizeof last) > 0) {
  }
  ::close(told[0]);
  EXPECT_GE(reopened().size(), last);
}

TEST_F(event_journal_file, another_file_is_refused_and_left_alone) {
  const auto text = folder_.write("state/events.db", "these are somebody's notes, no database");
  opened one(path());
  EXPECT_FALSE(one.open());
  EXPECT_FALSE(one.add(event_of("1")));
  EXPECT_EQ(fs::file_size(text), 39U);
}

TEST_F(event_journal_file, a_file_that_was_removed_takes_no_more_events) {
  opened one(path());
  ASSERT_TRUE(one.add(event_of("1")));
  fs::remove(path());
  const auto refused = one.add(event_of("2"));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("removed or replaced"), std::string::npos);
}

TEST_F(event_journal_file, a_removal_that_cannot_be_written_is_tried_again) {
  opened one(path(), {.retry_pause = std::chrono::milliseconds(1)});
  const auto id = one.add(event_of("1")).value();
  fs::rename(path(), path() + ".away");
  one.journal.remove(id);
  one.journal.flush();
  EXPECT_FALSE(one.failures.empty());
  fs::rename(path() + ".away", path());
  ASSERT_TRUE(one.add(event_of("2")));
  EXPECT_FALSE(one.read(id));
}

// The kernel's limit of a file's size stands for the disk's end.
class full_disk {
 public:
  explicit full_disk(rlim_t bytes) : before_(::signal(SIGXFSZ, SIG_IGN)) {
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &whole_), 0);
    const rlimit little{.rlim_cur = bytes, .rlim_max = whole_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
  }
  ~full_disk() {
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &whole_), 0);
    ::signal(SIGXFSZ, before_);
  }

 private:
  rlimit whole_{};
  void (*before_)(int);
};

TEST_F(event_journal_file, a_full_disk_refuses_events_until_there_is_room_again) {
  opened one(path());
  const auto first = one.add(event_of("1")).value();
  {
    const full_disk now(512 * 1024);
    const auto refused = one.add(event_of(std::string(1 << 20, 'x')));
    ASSERT_FALSE(refused);
    EXPECT_EQ(fault_of(refused.error()), fault::unavailable) << refused.error().message;
  }
  EXPECT_TRUE(one.add(event_of(std::string(1 << 20, 'x'))));
  EXPECT_EQ(one.read(first)->body, "1");
}

// A removal takes room in the log before it gives any back.
TEST_F(event_journal_file, what_fills_the_disk_can_be_removed_and_makes_room) {
  const std::string body(20'000, 'x');
  std::vector<event_journal::id> kept;
  {
    opened one(path());
    const full_disk now(300 * 1024);
    while (const auto added = one.add(event_of(body))) kept.push_back(added.value());
    EXPECT_GE(kept.size(), 3U);
    for (const auto id : kept) one.journal.remove(id);
    one.journal.flush();
    EXPECT_TRUE(one.failures.empty()) << one.failures.front();
    EXPECT_TRUE(one.add(event_of(body)));
  }
  EXPECT_EQ(reopened().size(), 1U);
}

TEST_F(event_journal_file, events_are_refused_before_there_is_no_room_for_their_removal) {
  std::optional<event_journal::id> first;
  {
    opened one(path());
    first = one.add(event_of("1")).value();
  }
  {
    opened one(path(), {.min_free_bytes = std::size_t{1} << 60});
    const auto refused = one.add(event_of("2"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, path() + ": the disk is full");
    one.journal.remove(*first);
    one.journal.flush();
    EXPECT_TRUE(one.failures.empty());
  }
  EXPECT_TRUE(reopened().empty());
}

TEST(event_journal, without_a_path_it_is_kept_in_memory) {
  opened one("");
  const auto id = one.add(event_of("1")).value();
  EXPECT_EQ(one.read(id)->body, "1");
}

TEST(event_journal, a_folder_that_cannot_be_made_is_an_error_that_names_it) {
  opened one("/proc/nothing/events.db");
  const auto refused = one.add(event_of("1"));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("/proc/nothing/events.db"), std::string::npos);
}

}  // namespace
}  // namespace lamina::store
