#include "tests/parity/gateway/http_client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <optional>
#include <stdexcept>

#include "lamina/base/base64.h"
#include "lamina/http/message.h"

namespace parity {
namespace {

namespace json = lamina::json;

constexpr int patience_milliseconds = 40'000;  // longer than any gateway waits for a function

std::string body_of(const json::value& request) {
  if (const json::value* text = json::find(request, "body")) return std::string(text->as_string());
  if (const json::value* repeat = json::find(request, "bodyRepeat"))
    return std::string(static_cast<std::size_t>(repeat->at("count").as_int64()), repeat->at("char").as_string().at(0));
  std::string bytes;
  if (!lamina::base64_decode_to(bytes, json::find_string(request, "bodyBase64")))
    throw std::runtime_error("bad bodyBase64");
  return bytes;
}

class connection {
 public:
  explicit connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("cannot connect");
    ::fcntl(socket_, F_SETFL, O_NONBLOCK);
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() { ::close(socket_); }

  // Sends what the server takes and adds what it says; false when it has said all.
  bool exchange(std::string_view& unsent, std::string& received) {
    pollfd wait{socket_, static_cast<short>(unsent.empty() ? POLLIN : POLLIN | POLLOUT), 0};
    if (::poll(&wait, 1, patience_milliseconds) <= 0) throw std::runtime_error("no answer within 40 s");
    if ((wait.revents & POLLIN) != 0) return receive(received);
    const ssize_t sent = ::send(socket_, unsent.data(), unsent.size(), MSG_NOSIGNAL);
    // The server may have answered and closed its ears: what it said is still to be read.
    unsent.remove_prefix(sent < 0 ? unsent.size() : static_cast<std::size_t>(sent));
    return true;
  }

 private:
  bool receive(std::string& received) {
    char buffer[65536];
    const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    received.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
};

http_answer read_head(std::string_view head) {
  http_answer answer;
  std::from_chars(head.data() + 9, head.data() + 12, answer.status);
  while (true) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return answer;
    head.remove_prefix(end + 2);
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return answer;
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    answer.headers.emplace_back(line.substr(0, colon), value);
  }
}

std::size_t content_length(const http_answer& answer) {
  std::size_t length = 0;
  for (const auto& [name, value] : answer.headers)
    if (lamina::http::equal_ignoring_case(name, "content-length"))
      std::from_chars(value.data(), value.data() + value.size(), length);
  return length;
}

// Nothing while the answer has not arrived whole.
std::optional<http_answer> read_answer(std::string_view received, bool is_head) {
  const std::size_t end = received.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  http_answer answer = read_head(received.substr(0, end + 2));
  const std::string_view body = received.substr(end + 4);
  const std::size_t length = is_head ? 0 : content_length(answer);
  if (body.size() < length) return std::nullopt;
  if (body.size() > length) throw std::runtime_error("more bytes than Content-Length");
  answer.body = body;
  return answer;
}

}  // namespace

std::string request_bytes(const json::value& request, std::string_view prefix) {
  const json::value* raw = json::find(request, "rawTarget");
  std::string out(request.at("method").as_string());
  out += ' ';
  out += raw != nullptr ? std::string(raw->as_string())
                        : std::string(prefix) + std::string(request.at("path").as_string());
  out += " HTTP/1.1\r\n";
  bool has_host = false, has_length = false;
  for (const json::value& header : request.at("headers").as_array()) {
    const std::string_view name = header.at(0).as_string();
    has_host = has_host || lamina::http::equal_ignoring_case(name, "host");
    has_length = has_length || lamina::http::equal_ignoring_case(name, "content-length");
    out.append(name).append(": ").append(std::string_view(header.at(1).as_string())).append("\r\n");
  }
  const std::string body = body_of(request);
  if (!has_host) out.append("Host: ").append(json::find_string(request, "host", "localhost")).append("\r\n");
  if (!has_length && !body.empty()) out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  return out.append("\r\n").append(body);
}

http_answer ask(std::uint16_t port, std::string_view bytes, bool is_head) {
  connection server(port);
  std::string received;
  while (server.exchange(bytes, received))
    if (auto answer = read_answer(received, is_head)) return *std::move(answer);
  throw std::runtime_error("the connection was closed without a whole answer");
}

}  // namespace parity
