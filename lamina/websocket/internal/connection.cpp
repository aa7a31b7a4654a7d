#include "lamina/websocket/internal/connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace lamina::websocket {
namespace {

constexpr std::size_t corked_bytes = 64 * 1024;  // of answers to one read, before they are sent anyway
constexpr std::uint8_t max_queued_pongs = 16;
constexpr int frames_per_turn = 256;  // of one client, then others have their turn

void reset_at_close(int descriptor) noexcept {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

connection::connection(session_set::state& set, int descriptor, session_owner& owner)
    : set_(set),
      owner_(owner),
      reader_(set.limits),
      opened_(set.now()),
      active_(opened_),
      descriptor_(descriptor),
      interest_(EPOLLIN) {
  ++set_.size;
  set_.active.push_back(static_cast<ordered_by_time&>(*this));
  set_.aged.push_back(static_cast<ordered_by_age&>(*this));
}

connection::~connection() {
  if (phase_ != phase::ended) {
    reset_at_close(descriptor_);
    end();
  }
  set_.forget(*this);
}

bool connection::start(std::string greeting, std::string early) {
  if (!early.empty()) unread_ = std::make_unique<unread>(unread{.bytes = std::move(early)});
  interest_ = reads() ? EPOLLIN : 0u;
  if (!set_.watch(*this, descriptor_, interest_)) return false;
  read_on();
  set_.set_alarm();
  return write({.payload = std::make_shared<const std::string>(std::move(greeting))});
}

bool connection::takes_frames() const noexcept {
  return phase_ == phase::closing || (phase_ == phase::open && !paused_);
}

bool connection::reads() const noexcept { return phase_ == phase::failing || (takes_frames() && !unread_); }

void connection::update_interest() noexcept {
  const std::uint32_t wanted = (reads() ? EPOLLIN : 0u) | (outbox_ ? EPOLLOUT : 0u);
  if (phase_ != phase::ended && wanted != std::exchange(interest_, wanted)) set_.change(*this, descriptor_, wanted);
}

void connection::touch() {
  active_ = set_.now();
  set_.active.push_back(static_cast<ordered_by_time&>(*this));
}

void connection::on_events(std::uint32_t events) {
  if ((events & EPOLLOUT) != 0) flush();
  if (phase_ == phase::ended) return;
  const bool is_lost = (events & (EPOLLHUP | EPOLLERR)) != 0;
  if (reads() && (is_lost || (events & EPOLLIN) != 0)) return receive();
  // An error is reported again and again, asked for or not; what has been received is read before it counts.
  if (is_lost && !(unread_ && takes_frames())) end();
}

void connection::receive() {
  const ssize_t count = ::recv(descriptor_, set_.buffer.get(), read_size, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return end();
  if (phase_ == phase::failing) return;
  const auto rest = feed({set_.buffer.get(), static_cast<std::size_t>(count)});
  if (rest.empty()) return;
  unread_ = std::make_unique<unread>(unread{.bytes = std::string(rest.data(), rest.size())});
  read_on();
  update_interest();
}

void connection::read_on() {
  if (unread_ && takes_frames() && !std::exchange(unread_->is_due, true)) set_.read_later(*this);
}

void connection::read_unread() {
  if (!unread_) return;  // asked for while the last of it was being read
  unread_->is_due = false;
  const auto all = std::span<char>(unread_->bytes).subspan(unread_->read);
  const auto rest = feed(all);
  unread_->read += all.size() - rest.size();
  if (rest.empty()) unread_.reset();
  read_on();
  update_interest();
}

// Returns what is left for another turn; nothing once no more can be read.
std::span<char> connection::feed(std::span<char> bytes) {
  in_feed_ = true;
  auto found = frame_reader::kind::text;
  for (int frames = 0; frames < frames_per_turn && takes_frames() && found != frame_reader::kind::nothing; ++frames) {
    const auto one = reader_.next(bytes);
    found = one.what;
    take(one);
  }
  in_feed_ = false;
  const bool has_left = takes_frames() || phase_ == phase::open;
  if (phase_ != phase::ended) flush();
  return has_left ? bytes : std::span<char>();
}

void connection::take(const frame_reader::found& one) {
  using enum frame_reader::kind;
  if (one.what == nothing) return;
  if (one.what == failure) return fail(one.code, one.payload);
  if (one.what == frame_reader::kind::close) return on_close_frame(one.code, one.payload);
  if (phase_ != phase::open || one.what == pong) return;
  touch();
  if (one.what == frame_reader::kind::ping) return answer_ping(one.payload);
  owner_.on_message(*this, one.payload, one.what == binary);
}

void connection::answer_ping(std::string_view payload) {
  if (queued_pongs_ == max_queued_pongs) flush();
  // A client that does not read its pongs gets one more, for the last ping (RFC 6455 5.5.3).
  if (queued_pongs_ == max_queued_pongs) {
    if (outbox_) outbox_->late_pong = payload;  // else that flush found the connection broken
    return;
  }
  ++queued_pongs_;
  write_control(opcode::pong, std::string(payload));
}

void connection::on_close_frame(std::uint16_t code, std::string_view reason) {
  if (phase_ == phase::closing) {
    phase_ = phase::finishing;
    return;
  }
  leave_open(phase::finishing, code, reason, true);
  write_control(opcode::close, close_payload(code, {}));
}

void connection::fail(std::uint16_t code, std::string_view reason) {
  if (phase_ == phase::closing) {
    phase_ = phase::failing;
    return;
  }
  leave_open(phase::failing, code, reason, false);
  write_control(opcode::close, close_payload(code, reason));
}

void connection::leave_open(phase into, std::uint16_t code, std::string_view reason, bool by_client) {
  ending_ = std::make_unique<ending>(ending{code, std::string(reason), by_client});
  phase_ = into;
  active_.steady = set_.now().steady;
  ordered_by_age::remove();
  set_.closing.push_back(static_cast<ordered_by_time&>(*this));
  set_.set_alarm();
}

bool connection::send(std::shared_ptr<const std::string> text) {
  if (phase_ != phase::open || broken_) return false;
  touch();
  const frame_head head(opcode::text, text->size());
  return write({.head = head, .payload = std::move(text)});
}

void connection::ping(std::string_view payload) {
  if (phase_ == phase::open) write_control(opcode::ping, std::string(payload.substr(0, max_control_payload)));
}

void connection::close(std::uint16_t code, std::string_view reason) {
  if (phase_ != phase::open) return;
  leave_open(phase::closing, code, reason, false);
  write_control(opcode::close, close_payload(code, reason));
  read_on();
  update_interest();
}

void connection::drop() {
  if (phase_ == phase::ended) return;
  if (!ending_) ending_ = std::make_unique<ending>(ending{1006, {}, false});
  reset_at_close(descriptor_);
  end();
}

void connection::give_up() {
  reset_at_close(descriptor_);
  end();
}

void connection::pause() {
  paused_ = true;
  update_interest();
}

void connection::resume() {
  paused_ = false;
  read_on();
  update_interest();
}

void connection::write_control(opcode what, std::string payload) {
  const frame_head head(what, payload.size());
  write({.head = head, .payload = std::make_shared<const std::string>(std::move(payload))});
}

// One frame goes out at once, without a copy; what answers the frames of one read goes out together.
bool connection::write(outgoing frame) {
  if (broken_) return false;
  if (in_feed_ || outbox_) {
    if (!outbox_) outbox_ = std::make_unique<outbox>();
    outbox_->push(std::move(frame));
    if (in_feed_ && outbox_->bytes() >= corked_bytes) flush();
  } else {
    const std::size_t size = frame.size();
    const std::ptrdiff_t sent = write_frame(descriptor_, frame);
    if (sent < 0) {
      break_off();
    } else if (static_cast<std::size_t>(sent) < size) {
      outbox_ = std::make_unique<outbox>();
      outbox_->push(std::move(frame), static_cast<std::size_t>(sent));
      update_interest();
    } else {
      on_all_sent();
    }
  }
  if (unsent_bytes() > set_.limits.max_unsent_bytes) drop();
  return phase_ != phase::ended && !broken_;
}

void connection::flush() {
  if (outbox_) {
    const auto outcome = outbox_->write_to(descriptor_);
    if (outcome == outbox::outcome::blocked) return update_interest();
    const auto sent = std::exchange(outbox_, nullptr);
    if (outcome == outbox::outcome::broken) return break_off();
    queued_pongs_ = 0;
    if (sent->late_pong && phase_ == phase::open) return answer_ping(*sent->late_pong);
  }
  on_all_sent();
}

void connection::on_all_sent() {
  if (phase_ == phase::finishing) return end();
  if (phase_ == phase::failing && !std::exchange(shut_, true)) ::shutdown(descriptor_, SHUT_WR);
  update_interest();
}

// What the client sent before it went may still be read: its close frame, perhaps.
void connection::break_off() {
  broken_ = true;
  outbox_.reset();
  ::shutdown(descriptor_, SHUT_RDWR);
  update_interest();
}

void connection::end() {
  if (!ending_) ending_ = std::make_unique<ending>(ending{1006, {}, true});
  phase_ = phase::ended;
  outbox_.reset();
  ordered_by_age::remove();
  set_.unwatch(descriptor_);
  ::close(std::exchange(descriptor_, -1));
  set_.tell_later(*this);
}

void connection::tell_closed() {
  owner_.on_close(*this, {.code = ending_->code, .reason = ending_->reason, .by_client = ending_->by_client});
}

}  // namespace lamina::websocket
