#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>

#include "lamina/store/sqlite_store.h"
#include "lamina/testing/temporary_folder.h"

// Several processes on one file, some of them killed.
namespace lamina::store {
namespace {

namespace fs = std::filesystem;

class sqlite_store_processes : public ::testing::Test {
 protected:
  std::unique_ptr<sqlite_store> open() const {
    return sqlite_store::open((folder_ / "store.db").string(), {.survives_power_loss = false}).value();
  }

  // Runs `work` in a process of its own; its value is the exit status.
  template <class Work>
  static pid_t start(Work work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    return child;
  }
  static int wait_for(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  lamina::testing::temporary_folder folder_;
};

result<json::value> plus_one(const json::value& state) { return json::value(state.as_int64() + 1); }

TEST_F(sqlite_store_processes, lose_no_update) {
  ASSERT_TRUE(open()->put("t", "n", 0));
  std::array<pid_t, 4> children{};
  for (auto& child : children) {
    child = start([this] {
      const auto store = open();
      for (int i = 0; i < 100; ++i) {
        if (!store->update_state("t", "n", plus_one)) return 1;
      }
      return 0;
    });
  }
  for (const pid_t child : children) EXPECT_EQ(wait_for(child), 0);
  EXPECT_EQ((*open()->get("t", "n"))->document.as_int64(), 400);
}

// Memory that a process and its children share.
class shared_counts {
 public:
  using counts = std::array<std::atomic<int>, 8>;
  shared_counts() : at_(::mmap(nullptr, sizeof(counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {}
  ~shared_counts() { ::munmap(at_, sizeof(counts)); }
  counts& operator*() { return *static_cast<counts*>(at_); }  // zero to begin with

 private:
  void* at_;
};

TEST_F(sqlite_store_processes, that_write_and_remove_without_a_pause_all_get_their_turn) {
  shared_counts done;
  std::array<pid_t, 8> children{};
  for (std::size_t self = 0; self < children.size(); ++self) {
    children[self] = start([&, self] {
      const auto store = open();
      const auto lags = [](const std::atomic<int>& count) { return count < 40; };
      for (const std::string id = std::to_string(self); std::any_of((*done).begin(), (*done).end(), lags);) {
        if (!store->put("t", id, 1, condition::if_absent())) return 1;
        if (!store->remove("t", id)) return 2;
        ++(*done)[self];
      }
      return 0;
    });
  }
  for (const pid_t child : children) EXPECT_EQ(wait_for(child), 0);
  EXPECT_TRUE(open()->ids("t")->empty());
  EXPECT_TRUE(open()->check_integrity());
}

TEST_F(sqlite_store_processes, that_start_together_on_no_file_agree_on_one_winner) {
  for (int round = 0; round < 10; ++round) {
    std::array<int, 2> go{};
    ASSERT_EQ(::pipe(go.data()), 0);
    std::array<pid_t, 6> children{};
    for (auto& child : children) {
      child = start([&] {
        ::close(go[1]);
        char none;
        if (::read(go[0], &none, 1) != 0) return 9;  // the end of the pipe: everybody goes
        const auto store = open();
        const auto written = store->put("t", "once", json::value(::getpid()), condition::if_absent());
        if (written) return 1;
        return fault_of(written.error()) == fault::conflict ? 0 : 9;
      });
    }
    ::close(go[0]);
    ::close(go[1]);
    int winners = 0;
    for (const pid_t child : children) {
      const int status = wait_for(child);
      ASSERT_LE(status, 1);
      winners += status;
    }
    EXPECT_EQ(winners, 1);
    for (const char* name : {"store.db", "store.db-wal", "store.db-shm"}) fs::remove(folder_ / name);
  }
}

// Writes 1, 2, 3, ... under two ids in turn, reports each number once the store has answered, until it is killed.
int write_until_killed(sqlite_store& store, int report) {
  for (std::int64_t n = 1;; ++n) {
    const json::value document{{"n", n}, {"pad", std::string(static_cast<std::size_t>(n % 7) * 3000, 'x')}};
    if (!store.put("t", n % 2 ? "odd" : "even", document)) return 1;
    if (::write(report, &n, sizeof n) != sizeof n) return 1;
  }
}

TEST_F(sqlite_store_processes, keep_every_answered_write_when_killed_at_any_moment) {
  for (int round = 0; round < 20; ++round) {
    std::array<int, 2> report{};
    ASSERT_EQ(::pipe(report.data()), 0);
    const pid_t writer = start([&] {
      ::close(report[0]);
      return write_until_killed(*open(), report[1]);
    });
    ::close(report[1]);
    std::int64_t answered = 0;
    for (int i = 0; i <= round * 3; ++i) ASSERT_EQ(::read(report[0], &answered, sizeof answered), 8);
    ::kill(writer, SIGKILL);
    EXPECT_EQ(wait_for(writer), 128 + SIGKILL);
    while (::read(report[0], &answered, sizeof answered) == 8) continue;
    ::close(report[0]);

    const auto store = open();
    const auto sound = store->check_integrity();
    EXPECT_TRUE(sound) << sound.error().message;
    const auto last = store->get("t", answered % 2 ? "odd" : "even");
    ASSERT_TRUE(last && *last);
    const std::int64_t stored = (*last)->document.at("n").as_int64();
    EXPECT_EQ(stored, answered);  // the write after it goes to the other id
    ASSERT_TRUE(store->update_state("t", "odd", [](const json::value& state) -> result<json::value> { return state; }));
  }
}

}  // namespace
}  // namespace lamina::store
