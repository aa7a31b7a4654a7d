#include "lamina/net/descriptor_watch.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

namespace lamina::net {

struct descriptor_watch::state {
  boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> descriptor;
  bool is_alive = true;
};

descriptor_watch::descriptor_watch(event_loop& loop, int fd)
    : state_(std::make_shared<state>(state{.descriptor = {loop.context().get_executor(), fd}})) {}

descriptor_watch::~descriptor_watch() {
  state_->is_alive = false;
  state_->descriptor.release();
}

void descriptor_watch::when_readable(move_only_function<void()> call) {
  state_->descriptor.async_wait(
      boost::asio::posix::descriptor_base::wait_read,
      [self = state_, call = std::move(call)](const boost::system::error_code& failure) mutable {
        if (!failure && self->is_alive) call();
      });
}

}  // namespace lamina::net
