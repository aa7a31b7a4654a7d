#include "lamina/testing/temporary_folder.h"

#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

namespace lamina::testing {

namespace fs = std::filesystem;

temporary_folder::temporary_folder() {
  std::string name = (fs::temp_directory_path() / "lamina_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  path_ = std::move(name);
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;  // what cannot be removed is left: a destructor has nobody to tell
  fs::remove_all(path_, ignored);
}

fs::path temporary_folder::write(std::string_view name, std::string_view text) const {
  fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  if (!out.write(text.data(), static_cast<std::streamsize>(text.size())).flush()) {
    throw std::system_error(std::make_error_code(std::errc::io_error), file.string());
  }
  return file;
}

fs::path temporary_folder::write_program(std::string_view name, std::string_view text) const {
  fs::path file = write(name, text);
  fs::permissions(file, fs::perms::owner_all);
  return file;
}

}  // namespace lamina::testing
