#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace lamina::gateway::templates {

struct block;
struct list_value;
struct map_value;

// A name that nobody has ever given a value: its reference prints its own source, as Velocity does.
struct unset {};
// What is not there in something that is: `$input.path('$.none')`, a map's missing key. API Gateway prints nothing for
// it; it is false, and equal to "".
struct absent {};
// What the service puts into the name space that is no plain data.
enum class built_in : std::uint8_t { input, util, loop };

// A value while a template runs, as Java has it: texts cannot change, lists and maps are shared by whoever refers to
// them. Trivial to copy; what it points to belongs to the run's arena.
using value = std::variant<unset, absent, bool, std::int64_t, double, std::string_view, list_value*, map_value*,
                           const block*, built_in>;

// `is_json`: what came out of a JSON text prints as JSON, as API Gateway has it, while [1, 2] of a template prints as
// Java prints lists.
struct list_value {
  std::pmr::vector<value> items;
  bool is_json = false;
};

// In order of insertion, as Java's LinkedHashMap. Keys are texts.
struct map_value {
  struct entry {
    std::string_view key;
    value held;
  };
  explicit map_value(std::pmr::memory_resource* memory) : entries(memory), places_(memory) {}

  value* find(std::string_view key);
  void set(std::string_view key, value held);
  void erase(std::string_view key);
  void clear();

  std::pmr::vector<entry> entries;
  bool is_json = false;
  bool is_entry = false;  // of entrySet(): {key, value}
  bool is_final = false;  // what has been set once may not be set again: $context.requestOverride

 private:
  std::pmr::unordered_map<std::string_view, std::size_t> places_;  // of more than a few
};

// What one run of a template may use up. Whatever a template or a client thinks of, a run ends.
struct limits {
  std::size_t steps = 1'000'000;
  std::size_t bytes = 32 * 1024 * 1024;   // of texts made on the way
  std::size_t output = 10 * 1024 * 1024;  // API Gateway's limit for payloads
  std::size_t loops = 1000;               // API Gateway: iterations of one #foreach
  std::size_t depth = 20;                 // macros and #define inside each other: Velocity's own default
};

// Where the values of one run live, and what it has used up. Nothing is freed before the end of the run.
class arena {
 public:
  explicit arena(const limits& allowed) : steps_(allowed.steps), bytes_(allowed.bytes) {}
  arena(const arena&) = delete;
  arena& operator=(const arena&) = delete;

  std::string_view keep(std::string_view text);
  list_value* new_list();
  map_value* new_map();
  // Takes that many steps of work. False, from then on: there are none left.
  bool spend(std::size_t steps) noexcept;
  bool is_exhausted() const noexcept { return is_exhausted_; }

 private:
  alignas(std::max_align_t) std::byte first_[4096];
  std::pmr::monotonic_buffer_resource memory_{first_, sizeof first_};
  std::size_t steps_, bytes_;
  bool is_exhausted_ = false;
};

template <class T>
const T* as(const value& from) noexcept {
  return std::get_if<T>(&from);
}
inline bool is_null(const value& one) noexcept { return one.index() < 2; }
inline bool is_number(const value& one) noexcept { return as<std::int64_t>(one) || as<double>(one); }
double number_of(const value& one) noexcept;

// Java's toString(); nothing for null. Deeper than lists within lists usually are: the rest is left out.
void append_text(std::string& out, const value& one, arena& memory);
// The value as JSON; null for what is none.
void append_json(std::string& out, const value& one, arena& memory);
// Velocity's ==: numbers by what they are, other kinds by their text.
bool is_equal(const value& left, const value& right, arena& memory);
// Velocity 1.7's #if: false and null are not, all else is.
bool is_true(const value& one) noexcept;

}  // namespace lamina::gateway::templates
