#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "lamina/store/object_store.h"

namespace user_store {

// The key that signs all tokens: the `hash` text of an item in the password table. Whoever first needs it makes it,
// with a write that only one of several instances can win; all of them then read back what is stored, so every token is
// good. Kept in memory afterwards. Any thread.
class signing_key {
 public:
  signing_key(std::shared_ptr<lamina::store::object_store> store, std::string table)
      : store_(std::move(store)), table_(std::move(table)) {}

  // Throws what the store says.
  std::string get();

 private:
  std::string read_or_make() const;

  std::shared_ptr<lamina::store::object_store> store_;
  std::string table_;
  std::mutex lock_;
  std::optional<std::string> key_;
};

}  // namespace user_store
