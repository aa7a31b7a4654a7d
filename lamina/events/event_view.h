#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <vector>

#include "lamina/json/json.h"

namespace lamina {

using event_time = std::chrono::sys_time<std::chrono::milliseconds>;

// A view of one object of an event: what all typed events are made of. Nothing is copied: the document must outlive
// the view and everything it returns unchanged, which it does for a handler. Reading never throws: what is missing,
// null or of another type is an empty value ("", 0, false, null). The accessors of the typed events are short names for
// what is asked most; everything else is read by its path:
//
//   event.text("requestContext", "identity", "userAgent")
class event_view {
 public:
  explicit event_view(const json::value& document) noexcept : document_(&document) {}
  const json::value& document() const noexcept { return *document_; }

  template <class... Keys>
  const json::value& member(const Keys&... keys) const noexcept {
    return at({std::string_view(keys)...});
  }
  template <class... Keys>
  std::string_view text(const Keys&... keys) const noexcept {
    return text_of(member(keys...));
  }
  // A number without its fraction, also one that is written as text ("17").
  template <class... Keys>
  std::int64_t integer(const Keys&... keys) const noexcept {
    return integer_of(member(keys...));
  }
  template <class... Keys>
  bool flag(const Keys&... keys) const noexcept {
    const bool* set = member(keys...).if_bool();
    return set && *set;
  }
  // The texts of a list; what is no text is left out.
  template <class... Keys>
  std::vector<std::string_view> texts(const Keys&... keys) const {
    return texts_of(member(keys...));
  }

 protected:
  const json::value& at(std::initializer_list<std::string_view> path) const noexcept;
  static std::string_view text_of(const json::value& value) noexcept;
  static std::int64_t integer_of(const json::value& value) noexcept;
  static std::vector<std::string_view> texts_of(const json::value& value);
  // Of numbers that count since 1970.
  static event_time time_of_milliseconds(const json::value& value) noexcept;
  static event_time time_of_seconds(const json::value& value) noexcept;

 private:
  const json::value* document_;
};

// The elements of a list, each as a view; empty for what is no list. As cheap to copy as a pointer.
//
//   for (const sqs_message message : event.records())
template <class View>
class views {
 public:
  class iterator {
   public:
    using value_type = View;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    explicit iterator(const json::value* at) noexcept : at_(at) {}
    View operator*() const noexcept { return View(*at_); }
    iterator& operator++() noexcept { return ++at_, *this; }
    iterator operator++(int) noexcept { return iterator(at_++); }
    friend bool operator==(const iterator&, const iterator&) = default;

   private:
    const json::value* at_ = nullptr;
  };

  explicit views(const json::value& list) noexcept : list_(list.if_array()) {}
  iterator begin() const noexcept { return iterator(list_ ? list_->data() : nullptr); }
  iterator end() const noexcept { return iterator(list_ ? list_->data() + list_->size() : nullptr); }
  std::size_t size() const noexcept { return list_ ? list_->size() : 0; }
  bool empty() const noexcept { return size() == 0; }
  // Behind the end: a view of nothing.
  View operator[](std::size_t index) const noexcept {
    static const json::value none;
    return View(index < size() ? list_->data()[index] : none);
  }

 private:
  const json::array* list_;
};

}  // namespace lamina
