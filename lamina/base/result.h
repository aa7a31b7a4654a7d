#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "lamina/base/error.h"

namespace lamina {

// A value, or the error that stands in its place: what functions return that read untrusted bytes, and never throw.
//
//   result<route> found = find(path);
//   if (!found) return found.error();
//   use(*found);
//
// Reading the value of a failed result throws its error (value()) or is undefined (operator*).
template <class T>
class [[nodiscard]] result {
 public:
  result(T value) : state_(std::in_place_index<0>, std::move(value)) {}                  // NOLINT: implicit on purpose
  result(lamina::error failure) : state_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  T& operator*() & noexcept { return *std::get_if<0>(&state_); }
  const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
  T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() noexcept { return std::get_if<0>(&state_); }
  const T* operator->() const noexcept { return std::get_if<0>(&state_); }

  T& value() & { return check(), **this; }
  const T& value() const& { return check(), **this; }
  T&& value() && { return check(), std::move(**this); }
  T value_or(T fallback) && { return has_value() ? std::move(**this) : std::move(fallback); }

  const lamina::error& error() const& noexcept { return *std::get_if<1>(&state_); }
  lamina::error&& error() && noexcept { return std::move(*std::get_if<1>(&state_)); }

 private:
  void check() const {
    if (!has_value()) throw error();
  }

  std::variant<T, lamina::error> state_;
};

// Success without a value.
template <>
class [[nodiscard]] result<void> {
 public:
  result() = default;
  result(lamina::error failure) : failure_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT

  bool has_value() const noexcept { return failure_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  void value() const {
    if (!has_value()) throw error();
  }
  const lamina::error& error() const& noexcept { return *std::get_if<1>(&failure_); }
  lamina::error&& error() && noexcept { return std::move(*std::get_if<1>(&failure_)); }

 private:
  std::variant<std::monostate, lamina::error> failure_;
};

}  // namespace lamina
