#include "lamina/testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <system_error>

namespace lamina::testing {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(temporary_folder, is_new_empty_and_the_owners) {
  const temporary_folder one;
  const temporary_folder other;
  EXPECT_NE(one.path(), other.path());
  EXPECT_TRUE(fs::is_empty(one.path()));
  EXPECT_EQ(fs::status(one.path()).permissions(), fs::perms::owner_all);
}

TEST(temporary_folder, goes_with_all_that_is_in_it) {
  fs::path path;
  {
    const temporary_folder folder;
    path = folder.path();
    folder.write("a/b/c", "text");
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(temporary_folder, may_be_gone_before_its_end) {
  const temporary_folder folder;
  fs::remove_all(folder.path());
}

TEST(temporary_folder, writes_files_byte_for_byte) {
  const temporary_folder folder;
  const fs::path file = folder.write("new/folder/file", std::string_view("a\0\r\n", 4));
  EXPECT_EQ(file, folder / "new/folder/file");
  EXPECT_EQ(read(file), std::string("a\0\r\n", 4));
  folder.write("new/folder/file", "b");
  EXPECT_EQ(read(file), "b");
  EXPECT_EQ(fs::status(file).permissions() & fs::perms::owner_exec, fs::perms::none);
}

TEST(temporary_folder, writes_programs_that_may_be_started) {
  const temporary_folder folder;
  const fs::path program = folder.write_program("bin/seven", "#!/bin/sh\nexit 7\n");
  EXPECT_EQ(std::system(program.c_str()) >> 8, 7);
}

TEST(temporary_folder, says_what_cannot_be_written) {
  const temporary_folder folder;
  folder.write("file", "");
  EXPECT_THROW(folder.write("file/below", ""), std::system_error);
}

}  // namespace
}  // namespace lamina::testing
