#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/cli/commands.h"
#include "lamina/http/tls.h"

namespace lamina::cli {

// With what a gateway speaks TLS, and where it comes from.
struct tls_identity {
  std::shared_ptr<http::server_tls> tls;  // null: cleartext
  // Of the certificate that Lamina made itself, for clients to trust. Empty: none was made, or it could not be kept.
  std::string own_certificate{};
};

// The files that the command line names; else, with --tls, a certificate for localhost, 127.0.0.1 and ::1 that is made
// once and kept in the folder `kept` as certificate.pem and key.pem, and made again in its last month. Where the folder
// cannot be written, it is made for this run alone. Errors name the file.
result<tls_identity> tls_identity_of(const tls_options& options, const std::filesystem::path& kept, system_time now);

}  // namespace lamina::cli
