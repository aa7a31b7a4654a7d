#pragma once

#include <gtest/gtest.h>

#include "lamina/engine/options_reader.h"
#include "lamina/lamina.h"
#include "lamina/store/sqlite_store.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/temporary_folder.h"
#include "lamina/testing/test_request.h"

// What the samples take for granted: a handler, a store, and in the guides what tests need.
namespace lamina {

inline json::value handler(const json::value& event) { return event; }

inline std::shared_ptr<store::object_store> open_orders() {
  static const testing::temporary_folder folder;
  return store::sqlite_store::open((folder / "orders.db").string()).value();
}

}  // namespace lamina
