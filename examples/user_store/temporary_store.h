#pragma once

#include <memory>
#include <string>

#include "lamina/store/sqlite_store.h"
#include "lamina/testing/temporary_folder.h"

namespace user_store {

// For tests: an empty store in a folder that goes with it.
class temporary_store {
 public:
  temporary_store() { store = lamina::store::sqlite_store::open(path(), {.survives_power_loss = false}).value(); }

  std::string path() const { return (folder_ / "store.db").string(); }

 private:
  lamina::testing::temporary_folder folder_;  // outlives the store

 public:
  std::shared_ptr<lamina::store::sqlite_store> store;
};

}  // namespace user_store
