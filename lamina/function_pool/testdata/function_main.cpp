// A function for the tests of the pool: speaks the Runtime API over a bare socket and does what its event says, right
// or wrong. The variable INIT says how it starts.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

struct message {
  int status = 0;
  std::string head;
  std::string body;

  std::string header(const std::string& name) const {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

class connection {
 public:
  explicit connection(const std::string& address) {
    const std::size_t colon = address.find(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
    ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::exit(70);
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() { ::close(fd_); }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t size = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  }

  message receive() {
    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
      if (!fill()) return {};
    message got;
    got.head = buffer_.substr(0, end + 2);
    got.status = std::atoi(got.head.c_str() + 9);
    const auto length = static_cast<std::size_t>(std::atoll(got.header("Content-Length").c_str()));
    while (buffer_.size() < end + 4 + length)
      if (!fill()) return {};
    got.body = buffer_.substr(end + 4, length);
    buffer_.erase(0, end + 4 + length);
    return got;
  }

 private:
  bool fill() {
    char bytes[65536];
    const ssize_t size = ::recv(fd_, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }

  int fd_ = -1;
  std::string buffer_;
};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

const std::string base = "/2018-06-01/runtime/";

std::string get_next() { return "GET " + base + "invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n"; }

std::string post(const std::string& path, std::string_view body, const std::string& more_headers = "") {
  std::string text = "POST " + base + path + " HTTP/1.1\r\nHost: runtime\r\n" + more_headers +
                     "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  text += body;
  return text;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c != '\r')
      out += c;
  }
  return out + "\"";
}

void say(const std::string& text) {
  std::puts(text.c_str());
  std::fflush(stdout);
}

struct request {
  connection& api;
  const message& event;
  std::string id;
  std::string argument;

  int exchange(const std::string& bytes) {
    if (!api.send(bytes)) return 0;
    return api.receive().status;
  }
  int respond(std::string_view body) { return exchange(post("invocation/" + id + "/response", body)); }
};

void flood() {
  const std::string line(1000, 'x');
  for (;;) say(line);
}

void answer_twice(request& r) {
  r.respond("\"first\"");
  say("second answer: " + std::to_string(r.respond("\"second\"")));
}

void answer_for_another(request& r) {
  say("wrong id: " + std::to_string(r.exchange(post("invocation/no-such-id/response", "\"stolen\""))));
  r.respond("\"mine\"");
}

void poll_too_early(request& r) {
  say("early poll: " + std::to_string(r.exchange(get_next())));
  r.respond("\"ok\"");
}

void send_garbage(request& r) {
  {
    connection other(variable("AWS_LAMBDA_RUNTIME_API"));
    other.send(std::string("\x16\x03\x01\x00\xff garbage\r\n\r\n", 16) + "\r\n\r\n");
    other.receive();
  }
  say("unknown path: " + std::to_string(r.exchange(post("no/such/call", "x"))));
  r.respond("{not json");
}

void fork_a_child(request& r) {
  const pid_t child = ::fork();
  if (child == 0)
    for (;;) ::pause();
  r.respond(std::to_string(child));
}

void use_memory(request& r) {
  const auto size = static_cast<std::size_t>(std::atoll(r.argument.c_str()));
  std::vector<char> all(size);
  for (std::size_t i = 0; i < all.size(); i += 4096) all[i] = static_cast<char>(i >> 12 | 1);
  say("touched " + std::to_string(all.back()));
  for (;;) ::pause();
}

using action = void (*)(request&);

const std::map<std::string, action>& actions() {
  static const std::map<std::string, action> all = {
      {"never",
       [](request&) {
         for (;;) ::pause();
       }},
      {"twice", answer_twice},
      {"wrong-id", answer_for_another},
      {"early-poll", poll_too_early},
      {"garbage", send_garbage},
      {"flood", [](request&) { flood(); }},
      {"exit", [](request& r) { ::_exit(std::atoi(r.argument.c_str())); }},
      {"abort", [](request&) { std::abort(); }},
      {"answer-exit",
       [](request& r) {
         const auto size = static_cast<std::size_t>(std::atoll(r.argument.c_str()));
         r.api.send(post("invocation/" + r.id + "/response", size ? std::string(size, '1') : "\"last words\""));
         ::_exit(0);
       }},
      {"answer-hang",
       [](request& r) {
         r.respond("\"done\"");
         for (;;) ::pause();
       }},
      {"fork", fork_a_child},
      {"memory", use_memory},
      {"big",
       [](request& r) { r.respond(std::string(static_cast<std::size_t>(std::atoll(r.argument.c_str())), '1')); }},
      {"nothing", [](request& r) { r.respond(""); }},
      {"error",
       [](request& r) {
         r.exchange(post("invocation/" + r.id + "/error", R"({"errorMessage":"no","errorType":"Bad"})",
                         "Lambda-Runtime-Function-Error-Type: Function.Bad\r\n"));
       }},
      {"bare-error",
       [](request& r) {
         r.exchange(post("invocation/" + r.id + "/error", "", "Lambda-Runtime-Function-Error-Type: Function.Bad\r\n"));
       }},
      {"stream",
       [](request& r) {
         r.exchange("POST " + base + "invocation/" + r.id +
                    "/response HTTP/1.1\r\nHost: runtime\r\nTransfer-Encoding: chunked\r\n"
                    "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
                    "Trailer: Lambda-Runtime-Function-Error-Type\r\n"
                    "Content-Type: application/vnd.awslambda.http-integration-response\r\n\r\n"
                    "12\r\n{\"statusCode\":201}\r\n8\r\n" +
                    std::string(8, '\0') + "\r\n2\r\nhi\r\n0\r\n\r\n");
       }},
      {"stream-bytes",
       [](request& r) {
         r.exchange("POST " + base + "invocation/" + r.id +
                    "/response HTTP/1.1\r\nHost: runtime\r\nTransfer-Encoding: chunked\r\n"
                    "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n7\r\nHello, \r\n6\r\nworld!\r\n0\r\n\r\n");
       }},
      {"env", [](request& r) { r.respond(quoted(variable(r.argument.c_str()))); }},
      {"pid", [](request& r) { r.respond(std::to_string(::getpid())); }},
      {"head", [](request& r) { r.respond(quoted(r.event.head)); }},
      {"long-line",
       [](request& r) {
         say(std::string(static_cast<std::size_t>(std::atoll(r.argument.c_str())), 'y'));
         r.respond("\"ok\"");
       }},
      {"print",
       [](request& r) {
         say(r.argument);
         r.respond("\"ok\"");
       }},
  };
  return all;
}

void serve(connection& api, const message& event) {
  request r{api, event, event.header("Lambda-Runtime-Aws-Request-Id"), {}};
  // Events are JSON strings: "exit 3".
  std::string text = event.body;
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  const std::size_t space = text.find(' ');
  if (space != std::string::npos) r.argument = text.substr(space + 1);
  const auto found = actions().find(text.substr(0, space));
  if (found != actions().end())
    found->second(r);
  else
    r.respond(event.body);
}

void start(connection& api) {
  const std::string how = variable("INIT");
  if (how == "hang")
    for (;;) ::pause();
  if (how == "deaf") std::signal(SIGTERM, SIG_IGN);
  if (how == "slow") ::usleep(200'000);
  if (how == "exit") ::_exit(std::atoi(variable("INIT_STATUS").c_str()));
  if (how != "error") return;
  api.send(post("init/error", R"({"errorMessage":"cannot load","errorType":"Runtime.ImportModuleError"})"));
  api.receive();
  ::_exit(1);
}

}  // namespace

int main() {
  connection api(variable("AWS_LAMBDA_RUNTIME_API"));
  start(api);
  for (;;) {
    if (!api.send(get_next())) return 0;
    const message event = api.receive();
    if (event.status != 200) return 0;
    serve(api, event);
  }
}
