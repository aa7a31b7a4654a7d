// A small blocking Runtime API: starts COMMAND as a Lambda function, hands it the same event N times over one
// connection, and prints what the runtime loop of that program costs.
//   bench_runtime_loop N EVENT_FILE COMMAND [ARGUMENT...]
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

extern char** environ;

namespace {

using clock_type = std::chrono::steady_clock;

double micros(clock_type::duration time) { return std::chrono::duration<double, std::micro>(time).count(); }
double micros(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

class api {
 public:
  api() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
      throw std::runtime_error("cannot listen");
    port_ = ntohs(address.sin_port);
  }
  int port() const { return port_; }

  // Reads one request, whole; on whichever connection comes next when the last one ends. Its first line.
  std::string take() {
    for (;;) {
      if (connection_ < 0) accept();
      const std::size_t end = unread_.find("\r\n\r\n");
      if (end != unread_.npos && unread_.size() >= end + 4 + body_length(end)) {
        std::string line = unread_.substr(0, unread_.find("\r\n"));
        unread_.erase(0, end + 4 + body_length(end));
        return line;
      }
      std::array<char, 65536> bytes;
      const ssize_t got = ::recv(connection_, bytes.data(), bytes.size(), 0);
      if (got > 0) {
        unread_.append(bytes.data(), static_cast<std::size_t>(got));
      } else {
        ::close(std::exchange(connection_, -1));
        unread_.clear();
      }
    }
  }
  void give(const std::string& bytes) const { ::send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

 private:
  void accept() {
    connection_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int one = 1;
    ::setsockopt(connection_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }
  std::size_t body_length(std::size_t end) const {
    std::string head = unread_.substr(0, end);
    std::ranges::transform(head, head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::size_t at = head.find("\r\ncontent-length:");
    return at == head.npos ? 0 : std::stoul(head.substr(at + 17));
  }

  int listener_ = -1;
  int connection_ = -1;
  int port_ = 0;
  std::string unread_;
};

std::string next_answer(const std::string& id, const std::string& event) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: " + id +
         "\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Invoked-Function-Arn: "
         "arn:aws:lambda:us-east-1:123456789012:function:echo\r\nLambda-Runtime-Trace-Id: "
         "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1\r\nContent-Length: " +
         std::to_string(event.size()) + "\r\n\r\n" + event;
}

pid_t start(char** command, int port) {
  ::setenv("AWS_LAMBDA_RUNTIME_API", ("127.0.0.1:" + std::to_string(port)).c_str(), 1);
  ::setenv("_HANDLER", "index.handler", 0);
  ::setenv("AWS_LAMBDA_FUNCTION_NAME", "echo", 1);
  ::setenv("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST", 1);
  ::setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128", 1);
  ::setenv("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/echo", 1);
  ::setenv("AWS_LAMBDA_LOG_STREAM_NAME", "stream", 1);
  pid_t child = 0;
  if (::posix_spawnp(&child, command[0], nullptr, nullptr, command, environ) != 0)
    throw std::runtime_error(std::string("cannot start ") + command[0]);
  return child;
}

int measure(std::size_t count, const std::string& event, char** command) {
  api server;
  const auto started = clock_type::now();
  const pid_t child = start(command, server.port());
  std::vector<double> times;
  times.reserve(count);
  server.take();  // the first poll
  const double first_poll = micros(clock_type::now() - started);
  const std::string accepted =
      "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";
  const auto begin = clock_type::now();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string answer = next_answer("8476a536-e9f4-11e8-9739-" + std::to_string(100000000000 + i), event);
    const auto given = clock_type::now();
    server.give(answer);
    const std::string line = server.take();
    times.push_back(micros(clock_type::now() - given));
    if (line.find("/response") == line.npos) throw std::runtime_error("no response but " + line);
    server.give(accepted);
    server.take();  // the next poll
  }
  const double took = micros(clock_type::now() - begin);
  ::kill(child, SIGTERM);
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  std::ranges::sort(times);
  std::printf(
      "%8.0f invocations/s   event to response p50 %5.0f us, p99 %5.0f us   CPU %5.1f us   first poll %5.1f ms\n",
      static_cast<double>(count) / took * 1e6, times[count / 2], times[count * 99 / 100],
      (micros(used.ru_utime) + micros(used.ru_stime)) / static_cast<double>(count), first_poll / 1000);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: %s INVOCATIONS EVENT_FILE COMMAND [ARGUMENT...]\n", arguments[0]);
    return 2;
  }
  try {
    std::ifstream file(arguments[2], std::ios::binary);
    const std::string event(std::istreambuf_iterator<char>(file), {});
    if (event.empty()) throw std::runtime_error(std::string("cannot read ") + arguments[2]);
    return measure(std::max(1UL, std::strtoul(arguments[1], nullptr, 10)), event, arguments + 3);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s: %s\n", arguments[0], failure.what());
    return 1;
  }
}
