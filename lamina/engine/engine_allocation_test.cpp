#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <new>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

// The sanitizers bring their own operator new.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {
std::atomic<std::size_t> allocations{0};
}

[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace lamina {
namespace {

struct empty_middleware {
  void before(request&) const {}
  void after(request&) const {}
  void on_error(request&) const {}
};

json::value answer(const json::value& event, context&) { return event.as_object().size(); }
task<json::value> answer_later(const json::value& event, context&) { co_return event.as_object().size(); }

// Allocations of one warm invocation whose documents live in an arena.
template <class Handler>
std::size_t allocations_of(Handler handler) {
  engine chain(handler);
  for (int i = 0; i < 10; ++i) chain.use(empty_middleware());
  testing::manual_scheduler loop;
  std::array<unsigned char, 4096> memory;
  json::monotonic_resource arena(memory.data(), memory.size());
  context context(loop, json::object(&arena));
  json::value event = json::parse(R"({"a":1,"b":{"c":[1,2,3]}})", &arena);
  const std::size_t before = allocations;
  const outcome said = chain(std::move(event), context);
  const std::size_t after = allocations;
  EXPECT_EQ(said.value(), json::value(2));
  return after - before;
}

TEST(engine, allocates_nothing_outside_the_arena_when_all_is_synchronous) { EXPECT_EQ(allocations_of(answer), 0u); }

TEST(engine, allocates_few_frames_when_only_the_handler_is_asynchronous) {
  EXPECT_LE(allocations_of(answer_later), 7u);
}

}  // namespace
}  // namespace lamina

#endif
