#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lamina {

// A JSON value that copies share, or nothing: used as std::optional is, but for changing what it holds.
class shared_json {
 public:
  shared_json() = default;
  template <class T>
  requires(std::constructible_from<boost::json::value, T> && !std::same_as<std::remove_cvref_t<T>, shared_json>)
      shared_json(T&& value)  // NOLINT: implicit, as std::optional
      : value_(std::make_shared<const boost::json::value>(std::forward<T>(value))) {}

  bool has_value() const noexcept { return value_ != nullptr; }
  explicit operator bool() const noexcept { return has_value(); }
  const boost::json::value& operator*() const noexcept { return *value_; }
  const boost::json::value* operator->() const noexcept { return value_.get(); }
  void reset() noexcept { value_.reset(); }

  friend bool operator==(const shared_json& left, const shared_json& right) {
    return left.value_ == right.value_ || (left && right && *left == *right);
  }

 private:
  std::shared_ptr<const boost::json::value> value_;
};

// The one error type, from a socket to a handler. Shaped as Middy's HttpError (@middy/util createError), so that
// http_error_handler can answer with it.
//
// Code that reads untrusted bytes returns it in a result (base/result.h); handlers and user middlewares may throw it.
// Copies share what cannot change. Reading from several threads is safe.
struct error : std::exception {
  // An error with an HTTP status: the name and, when `text` is empty, the message are the standard ones of that status
  // (404: "NotFoundError", "Not Found"). Exposed when the status is below 500.
  explicit error(int status, std::string text = {});
  // An error without a status, as JavaScript's `new Error(text)`: name "Error".
  explicit error(std::string text);

  error(const error&) = default;
  error(error&&) noexcept = default;
  error& operator=(const error&) = default;
  error& operator=(error&&) noexcept = default;

  const char* what() const noexcept override { return message.c_str(); }
  // May the message be shown to a client? What `expose` says, else: it has a status, and that is below 500.
  bool is_exposed() const noexcept;

  // Names where an error comes from, as Middy does: cause = {"package": package} plus {"data": data} when given.
  error& with_cause(std::string_view package) &;
  error& with_cause(std::string_view package, boost::json::value data) &;
  error&& with_cause(std::string_view package) &&;
  error&& with_cause(std::string_view package, boost::json::value data) &&;

  int status_code = 0;  // HTTP status; 0: none
  std::string name;
  std::string message;
  std::optional<bool> expose;                // absent: never said
  boost::json::object headers;               // for http_error_handler; usually empty
  shared_json cause;                         // a JSON value, or
  std::shared_ptr<const error> cause_error;  // another error
  std::shared_ptr<const error> original;     // the error that was being handled when this one was thrown
};

// "Not Found" for 404; "" for a status that has none. RFC 9110 and the IANA registry.
std::string_view reason_phrase(int status) noexcept;

}  // namespace lamina
