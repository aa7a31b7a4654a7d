// The outgoing client over TLS, against OpenSSL's own server and certificates made here.
#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>

#include "lamina/base/random.h"
#include "lamina/http/client.h"
#include "lamina/http/internal/scripted_peer.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;

// A key and a certificate it has signed itself, for the names given ("IP:127.0.0.1,DNS:localhost").
struct certificate {
  explicit certificate(const char* names) : key(EVP_EC_gen("P-256")), x509(X509_new()) {
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, key);
    X509_NAME* const subject = X509_get_subject_name(x509);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(x509, subject);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names);
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(x509, key, EVP_sha256());
    path = (std::filesystem::temp_directory_path() / ("lamina-" + random_uuid() + ".pem")).string();
    std::FILE* const file = std::fopen(path.c_str(), "w");
    PEM_write_X509(file, x509);
    std::fclose(file);
  }
  ~certificate() {
    std::filesystem::remove(path);
    X509_free(x509);
    EVP_PKEY_free(key);
  }
  certificate(const certificate&) = delete;
  certificate& operator=(const certificate&) = delete;

  EVP_PKEY* key;
  X509* x509;
  std::string path;
};

// One TLS session on a connection of the scripted peer.
class session {
 public:
  session(const certificate& own, const scripted_peer::connection& on) : context_(SSL_CTX_new(TLS_server_method())) {
    SSL_CTX_use_certificate(context_, own.x509);
    SSL_CTX_use_PrivateKey(context_, own.key);
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, on.descriptor());
    accepted = SSL_accept(ssl_) == 1;
  }
  ~session() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  // The head of a request and `body_bytes` more.
  std::string read_request(std::size_t body_bytes = 0) {
    std::string request;
    std::array<char, 4096> bytes;
    for (;;) {
      const std::size_t end = request.find("\r\n\r\n");
      if (end != request.npos && request.size() >= end + 4 + body_bytes) return request;
      const int got = SSL_read(ssl_, bytes.data(), bytes.size());
      if (got <= 0) return request;
      request.append(bytes.data(), static_cast<std::size_t>(got));
    }
  }
  void send(std::string_view bytes) { SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())); }
  void say_goodbye() { SSL_shutdown(ssl_); }
  std::string server_name() const {
    const char* const name = SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name);
    return name != nullptr ? name : "";
  }

  bool accepted = false;

 private:
  SSL_CTX* context_;
  SSL* ssl_;
};

struct outcome {
  std::string said{};
  std::string message{};
};

outcome call(net::event_loop& loop, client& subject, client_request request) {
  std::optional<outcome> made;
  subject.send(std::move(request), [&made](const result<response_view>& came) {
    made = came ? outcome{std::to_string(came->status) + " " + std::string(came->body), ""}
                : outcome{came.error().name, came.error().message};
  });
  loop.run_until([&made] { return made.has_value(); });  // the client's own time-outs end it
  return *made;
}

std::string secure(const scripted_peer& peer, const std::string& host = "127.0.0.1") {
  return "https://" + host + ":" + std::to_string(peer.port()) + "/";
}

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(http_client_tls, speaks_https_and_keeps_the_connection) {
  const certificate own("IP:127.0.0.1,DNS:localhost");
  std::vector<std::string> names;
  scripted_peer peer(2, [&](scripted_peer::connection& one, int) {
    session tls(own, one);
    names.push_back(tls.server_name());
    for (int i = 0; i < 2; ++i) {
      if (tls.read_request().empty()) return;
      tls.send(ok);
    }
  });
  net::event_loop loop;
  client subject(loop, {.request_timeout = 10s, .ca_file = own.path});
  EXPECT_EQ(call(loop, subject, {.url = secure(peer)}).said, "200 ok");
  EXPECT_EQ(call(loop, subject, {.url = secure(peer)}).said, "200 ok");
  EXPECT_EQ(peer.accepted(), 1);
  EXPECT_EQ(call(loop, subject, {.url = secure(peer, "localhost")}).said, "200 ok");
  EXPECT_EQ(names, (std::vector<std::string>{"", "localhost"}));
}

TEST(http_client_tls, carries_megabytes_both_ways) {
  const certificate own("IP:127.0.0.1");
  const std::size_t size = 3'000'000;
  scripted_peer peer(1, [&](scripted_peer::connection& one, int) {
    session tls(own, one);
    const std::string request = tls.read_request(size);
    tls.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
             request.substr(request.size() - size));
  });
  net::event_loop loop;
  client subject(loop, {.request_timeout = 10s, .ca_file = own.path});
  std::string body(size, 'x');
  body.back() = 'y';
  const outcome said =
      call(loop, subject, {.method = "POST", .url = secure(peer), .body = std::make_shared<const std::string>(body)});
  EXPECT_TRUE(said.said == "200 " + body);
}

TEST(http_client_tls, refuses_a_certificate_that_nobody_trusts) {
  const certificate own("IP:127.0.0.1");
  const certificate other("IP:127.0.0.1");
  scripted_peer peer(2, [&](scripted_peer::connection& one, int) { EXPECT_FALSE(session(own, one).accepted); });
  net::event_loop loop;
  client subject(loop, {.request_timeout = 10s, .ca_file = other.path});
  const outcome said = call(loop, subject, {.url = secure(peer)});
  EXPECT_EQ(said.said, client_error::tls);
  EXPECT_THAT(said.message, testing::HasSubstr("certificate verify failed: "));
  client with_system_store(loop, {.request_timeout = 10s});
  EXPECT_EQ(call(loop, with_system_store, {.url = secure(peer)}).said, client_error::tls);
}

TEST(http_client_tls, refuses_a_certificate_of_another_host) {
  const certificate own("IP:127.0.0.2,DNS:example.com");
  scripted_peer peer(2, [&](scripted_peer::connection& one, int) { EXPECT_FALSE(session(own, one).accepted); });
  net::event_loop loop;
  client subject(loop, {.request_timeout = 10s, .ca_file = own.path});
  EXPECT_THAT(call(loop, subject, {.url = secure(peer)}).message, testing::HasSubstr("IP address mismatch"));
  EXPECT_THAT(call(loop, subject, {.url = secure(peer, "localhost")}).message, testing::HasSubstr("hostname mismatch"));
}

TEST(http_client_tls, tells_a_server_that_does_not_speak_tls) {
  scripted_peer peer(1, [&](scripted_peer::connection& one, int) {
    one.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    one.wait_for_end();
  });
  net::event_loop loop;
  client subject(loop, {.request_timeout = 10s});
  EXPECT_EQ(call(loop, subject, {.url = secure(peer)}).said, client_error::tls);
}

TEST(http_client_tls, tells_a_file_of_certificates_that_cannot_be_read) {
  const certificate own("IP:127.0.0.1");
  scripted_peer peer(1, [&](scripted_peer::connection& one, int) { one.wait_for_end(); });
  net::event_loop loop;
  client subject(loop, {.request_timeout = 10s, .ca_file = "/no/such.pem"});
  const outcome said = call(loop, subject, {.url = secure(peer)});
  EXPECT_EQ(said.said, client_error::tls);
  EXPECT_THAT(said.message, testing::HasSubstr("in /no/such.pem"));
}

TEST(http_client_tls, a_body_without_length_ends_with_the_session_only) {
  const certificate own("IP:127.0.0.1");
  scripted_peer peer(2, [&](scripted_peer::connection& one, int number) {
    session tls(own, one);
    tls.read_request();
    tls.send("HTTP/1.1 200 OK\r\n\r\nall");
    if (number == 0) tls.say_goodbye();
  });
  net::event_loop loop;
  client subject(loop, {.request_timeout = 10s, .ca_file = own.path});
  EXPECT_EQ(call(loop, subject, {.url = secure(peer)}).said, "200 all");
  EXPECT_EQ(call(loop, subject, {.url = secure(peer)}).said, client_error::reset);
}

TEST(http_client_tls, sends_again_what_met_a_closed_connection) {
  const certificate own("IP:127.0.0.1");
  scripted_peer peer(2, [&](scripted_peer::connection& one, int) {
    session tls(own, one);
    tls.read_request();
    tls.send(ok);
    tls.read_request();  // read, then closed without a word
  });
  net::event_loop loop;
  client subject(loop, {.request_timeout = 10s, .ca_file = own.path});
  EXPECT_EQ(call(loop, subject, {.url = secure(peer)}).said, "200 ok");
  EXPECT_EQ(call(loop, subject, {.url = secure(peer)}).said, "200 ok");
  EXPECT_EQ(peer.accepted(), 2);
}

TEST(http_client_tls, may_be_destroyed_by_a_completion) {
  const certificate own("IP:127.0.0.1");
  scripted_peer peer(1, [&](scripted_peer::connection& one, int) {
    session tls(own, one);
    tls.read_request();
    tls.send(ok);
    tls.read_request();
  });
  net::event_loop loop;
  auto subject = std::make_unique<client>(loop, client_options{.request_timeout = 10s, .ca_file = own.path});
  bool done = false;
  subject->send({.url = secure(peer)}, [&](const result<response_view>& said) {
    EXPECT_TRUE(said);
    subject.reset();
    done = true;
  });
  loop.run_until([&done] { return done; });
}

TEST(http_client_tls, gives_up_a_handshake_that_does_not_end) {
  scripted_peer peer(1, [&](scripted_peer::connection& one, int) { one.wait_for_end(); });
  net::event_loop loop;
  client subject(loop, {.connect_timeout = 50ms});
  EXPECT_EQ(call(loop, subject, {.url = secure(peer)}).said, client_error::timed_out);
}

}  // namespace
}  // namespace lamina::http
