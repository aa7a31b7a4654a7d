#pragma once

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "lamina/store/sqlite_store.h"

namespace user_store {

// For tests: an empty store in a folder that goes with it.
class temporary_store {
 public:
  temporary_store() {
    std::string pattern = (std::filesystem::temp_directory_path() / "user_store_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    store = lamina::store::sqlite_store::open(path(), {.survives_power_loss = false}).value();
  }
  ~temporary_store() {
    store.reset();
    std::filesystem::remove_all(folder_);
  }
  temporary_store(const temporary_store&) = delete;
  temporary_store& operator=(const temporary_store&) = delete;

  std::string path() const { return (folder_ / "store.db").string(); }

  std::shared_ptr<lamina::store::sqlite_store> store;

 private:
  std::filesystem::path folder_;
};

}  // namespace user_store
