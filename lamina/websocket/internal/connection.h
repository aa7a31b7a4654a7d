#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "lamina/websocket/internal/frame_reader.h"
#include "lamina/websocket/internal/link.h"
#include "lamina/websocket/internal/outbox.h"
#include "lamina/websocket/internal/session_set_state.h"
#include "lamina/websocket/session.h"

namespace lamina::websocket {

struct ordered_by_time : link {};  // active, closing or ended
struct ordered_by_age : link {};

// One session.
//
//   open -> closing: our close frame is out, the client's is waited for -> finishing
//   open -> finishing: the client's has come; what is queued and our answer go out -> ended
//   open, closing -> failing: nothing can be read any more; our close frame goes out, then the end of the stream, so
//                    that the client closes; what it sends until then is thrown away -> ended
class connection final : public session, public ordered_by_time, public ordered_by_age {
 public:
  connection(session_set::state& set, int descriptor, session_owner& owner);
  ~connection() override;

  // False when the client has gone already.
  bool start(std::string greeting, std::string unread);
  void on_events(std::uint32_t events);
  void read_unread();
  void tell_closed();
  void give_up();  // at the end of close_timeout

  bool send(std::shared_ptr<const std::string> text) override;
  void ping(std::string_view payload) override;
  void close(std::uint16_t code, std::string_view reason) override;
  void drop() override;
  void pause() override;
  void resume() override;
  system_time opened_at() const noexcept override { return opened_.wall; }
  system_time last_active_at() const noexcept override { return active_.wall; }
  std::size_t unsent_bytes() const noexcept override { return outbox_ ? outbox_->bytes() : 0; }

  steady_time opened() const noexcept { return opened_.steady; }
  steady_time last_active() const noexcept { return active_.steady; }  // or began to close

 private:
  enum class phase : std::uint8_t { open, closing, finishing, failing, ended };
  struct ending {
    std::uint16_t code;
    std::string reason;
    bool by_client;
  };
  // What was received and has not been read: it came with the handshake, or there was too much for one turn.
  struct unread {
    std::string bytes;
    std::size_t read = 0;
    bool is_due = false;  // read_unread() will be called
  };

  bool takes_frames() const noexcept;
  bool reads() const noexcept;
  void update_interest() noexcept;
  void touch();
  void receive();
  std::span<char> feed(std::span<char> bytes);
  void read_on();
  void take(const frame_reader::found& one);
  void answer_ping(std::string_view payload);
  void on_close_frame(std::uint16_t code, std::string_view reason);
  void fail(std::uint16_t code, std::string_view reason);

  void leave_open(phase into, std::uint16_t code, std::string_view reason, bool by_client);
  void write_control(opcode what, std::string payload);
  bool write(outgoing frame);
  void flush();
  void on_all_sent();
  void break_off();
  void end();

  session_set::state& set_;
  session_owner& owner_;
  frame_reader reader_;
  std::unique_ptr<outbox> outbox_;  // while it is not empty
  std::unique_ptr<ending> ending_;  // once it is known
  std::unique_ptr<unread> unread_;
  session_set::state::instant opened_;
  session_set::state::instant active_;
  int descriptor_;
  std::uint32_t interest_;
  phase phase_ = phase::open;
  std::uint8_t queued_pongs_ = 0;
  bool paused_ = false;
  bool in_feed_ = false;  // frames are queued now, and sent together
  bool broken_ = false;   // nothing can be written any more
  bool shut_ = false;     // the end of the stream has been sent
};

}  // namespace lamina::websocket
