#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lamina::gateway {

// The headers or the query of one request on their way into an event: names with their values in order of arrival.
// Views; the storage is reused from request to request. Names are compared byte for byte: REST APIs treat them as
// case-sensitive.
class field_list {
 public:
  void clear() noexcept { fields_.clear(); }
  bool empty() const noexcept { return fields_.empty(); }
  void add(std::string_view name, std::string_view value);
  // The last value of that name; null: there is none.
  const std::string_view* find(std::string_view name) const noexcept;
  // Appends all values of that name, in order of arrival.
  void find_all(std::string_view name, std::vector<std::string_view>& values);

  // Appends one object of strings, the last value of a name winning, and one object of lists of strings with all of
  // them; `null` for none. Objects have their names sorted.
  void write_maps(std::string& out, std::string_view between);
  // Appends one object of strings, the values of a name joined by commas in order of arrival; {} for none.
  void write_joined_map(std::string& out);
  // Calls `each(name, value)` for each name, the values joined by commas.
  template <class Each>
  void for_each_joined(Each&& each) {
    sort();
    for (std::size_t i = 0; i < fields_.size();) {
      const std::string_view name = fields_[i].name;
      std::string value(fields_[i].value);
      while (++i < fields_.size() && fields_[i].name == name) value.append(",").append(fields_[i].value);
      each(name, std::move(value));
    }
  }
  // Calls `each(name, value)` for each name, with its last value.
  template <class Each>
  void for_each_last(Each&& each) {
    sort();
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (i + 1 == fields_.size() || fields_[i + 1].name != fields_[i].name) each(fields_[i].name, fields_[i].value);
  }

 private:
  struct field {
    std::string_view name, value;
    std::uint32_t position;
  };
  void sort();
  void write_last_map(std::string& out);

  std::vector<field> fields_;
};

}  // namespace lamina::gateway
