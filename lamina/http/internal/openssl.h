#pragma once

#include <openssl/bio.h>

#include <string>

// What both sides of TLS need of OpenSSL.
namespace lamina::http {

// Why the last call failed, as a phrase; forgets it, and all before.
std::string last_openssl_error(const char* otherwise);

// A BIO that reads and writes by these functions. Made once, never freed.
const BIO_METHOD* make_bio_method(const char* name, int (*write)(BIO*, const char*, int),
                                  int (*read)(BIO*, char*, int));

}  // namespace lamina::http
