#pragma once

#include <filesystem>
#include <string_view>

namespace lamina::testing {

// A new, empty folder among the system's temporary ones, readable by its owner only; removed at the end with all that
// is in it. Throws std::system_error where the disk does not let it.
class temporary_folder {
 public:
  temporary_folder();
  ~temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  // Writes a file, making the folders on the way to it; its path.
  std::filesystem::path write(std::string_view name, std::string_view text) const;
  // The same, a file that may be started.
  std::filesystem::path write_program(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace lamina::testing
