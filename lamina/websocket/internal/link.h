#pragma once

namespace lamina::websocket {

// One place in a ring of objects, or the ring's head, that owns nothing. An object leaves its ring when it goes.
class link {
 public:
  link() = default;
  link(const link&) = delete;
  link& operator=(const link&) = delete;
  ~link() { remove(); }

  void remove() noexcept {
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = this;
  }
  // Of a head: puts `one` last, wherever it was.
  void push_back(link& one) noexcept {
    one.remove();
    one.previous_ = previous_;
    one.next_ = this;
    previous_->next_ = &one;
    previous_ = &one;
  }

  bool is_empty() const noexcept { return next_ == this; }
  link& front() noexcept { return *next_; }

 private:
  link* previous_ = this;
  link* next_ = this;
};

}  // namespace lamina::websocket
