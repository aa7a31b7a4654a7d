#include "lamina/net/folder_watch.h"

#include <gtest/gtest.h>

#include "lamina/testing/temporary_folder.h"

namespace lamina::net {
namespace {

using namespace std::chrono_literals;

class folder_watch_of : public ::testing::Test {
 protected:
  void watch() {
    auto started =
        folder_watch::start(loop_, folder_.path(), {.pause = 30ms, .left_out = {"node_modules"}, .matters = matters_},
                            [this] { ++calls_; });
    ASSERT_TRUE(started) << started.error().message;
    watch_ = *std::move(started);
  }
  void wait_for(int calls) {
    loop_.run_until([&] { return calls_ >= calls; });
  }
  // How often it is called by what was done, seen by a change that surely counts.
  int calls_until_marker() {
    const int before = calls_;
    folder_.write("marker", "");
    wait_for(before + 1);
    return calls_ - before;
  }

  lamina::testing::temporary_folder folder_;
  event_loop loop_;
  std::unique_ptr<folder_watch> watch_;
  std::function<bool(std::string_view)> matters_;
  int calls_ = 0;
};

TEST_F(folder_watch_of, a_service_says_that_files_were_written_made_or_removed) {
  folder_.write("src/api.js", "1");
  watch();
  folder_.write("src/api.js", "2");
  wait_for(1);
  folder_.write("new.js", "");
  wait_for(2);
  std::filesystem::remove(folder_ / "src/api.js");
  wait_for(3);
  std::filesystem::rename(folder_ / "new.js", folder_ / "newer.js");
  wait_for(4);
}

TEST_F(folder_watch_of, a_service_sees_into_new_folders) {
  watch();
  std::filesystem::create_directories(folder_ / "dist");
  wait_for(1);
  folder_.write("dist/api.js", "");
  wait_for(2);
}

TEST_F(folder_watch_of, a_service_calls_once_for_many_changes_and_for_none_in_what_is_left_out) {
  folder_.write("node_modules/a/index.js", "");
  watch();
  for (int i = 0; i < 20; ++i) folder_.write("file" + std::to_string(i), "");
  EXPECT_EQ(calls_until_marker(), 1);
  folder_.write("node_modules/a/index.js", "changed");
  EXPECT_EQ(calls_until_marker(), 1);
}

TEST_F(folder_watch_of, a_service_leaves_out_files_that_do_not_matter) {
  matters_ = [](std::string_view name) { return !name.ends_with(".db"); };
  watch();
  folder_.write("users.db", "");
  EXPECT_EQ(calls_until_marker(), 1);
}

TEST_F(folder_watch_of, a_service_that_is_not_there_is_an_error) {
  const auto started = folder_watch::start(loop_, folder_ / "missing", {}, [] {});
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().message.find("missing cannot be watched: No such file"), std::string::npos);
}

}  // namespace
}  // namespace lamina::net
