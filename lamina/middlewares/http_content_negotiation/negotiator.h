#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lamina {

enum class negotiated { charset, encoding, language, media_type };

// What a client prefers, best first, as the npm package negotiator 1.1 reads Accept-Charset, Accept-Encoding,
// Accept-Language and Accept: by quality, then by how specific the client was, then by order. `header` absent: the
// client takes anything (encodings: identity). `available` absent: everything the client named; else those of them that
// fit.
std::vector<std::string> preferred(negotiated what, std::optional<std::string_view> header,
                                   const std::optional<std::vector<std::string>>& available);

}  // namespace lamina
