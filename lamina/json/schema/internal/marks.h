#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace lamina::json::schemas {

// Which members (by position) or items of one instance have been evaluated, for unevaluatedProperties and its like.
// The first 128 cost no allocation.
class marks {
 public:
  void add(std::size_t at) {
    if (at < 128) {
      few_[at / 64] |= std::uint64_t{1} << (at % 64);
      return;
    }
    if (many_.size() <= at - 128) many_.resize(at - 127);
    many_[at - 128] = true;
  }
  void add_all() { all_ = true; }
  void add_first(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) add(i);
  }
  bool has(std::size_t at) const {
    if (all_) return true;
    if (at < 128) return (few_[at / 64] >> (at % 64) & 1) != 0;
    return at - 128 < many_.size() && many_[at - 128];
  }
  void merge(const marks& other) {
    all_ = all_ || other.all_;
    few_[0] |= other.few_[0];
    few_[1] |= other.few_[1];
    if (many_.size() < other.many_.size()) many_.resize(other.many_.size());
    for (std::size_t i = 0; i < other.many_.size(); ++i)
      if (other.many_[i]) many_[i] = true;
  }

 private:
  bool all_ = false;
  std::array<std::uint64_t, 2> few_{};
  std::vector<bool> many_;
};

}  // namespace lamina::json::schemas
