#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "examples/user_store/actions.h"
#include "examples/user_store/settings.h"
#include "lamina/store/object_store.h"

namespace user_store {

// One JSON document per user. What a call cannot do it throws: 404 no document, 400 the store type cannot hold it.
class documents {
 public:
  documents(std::shared_ptr<lamina::store::object_store> store, std::string table, store_type type)
      : store_(std::move(store)), table_(std::move(table)), type_(type) {}

  lamina::json::value get(std::string_view user) const;
  // Replaces the document: `fields` with `id` set to the user.
  lamina::json::value put(std::string_view user, lamina::json::object fields) const;
  // A document with nothing but its id, unless there is one.
  void create(std::string_view user) const;
  // Actions that arrive together are applied one after the other; none is lost.
  lamina::json::value apply(std::string_view user, const action& what, const reducer& reduce) const;

 private:
  std::shared_ptr<lamina::store::object_store> store_;
  std::string table_;
  store_type type_;
};

// Why a table cannot hold that document: over 400 KB, deeper than 32 levels, or a number outside its range (from 1e-130
// up to below 1e126). A bucket has no such limits. Error 400.
lamina::result<void> check_limits(store_type type, const lamina::json::value& document);

}  // namespace user_store
