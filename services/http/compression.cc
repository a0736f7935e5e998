#include "services/http/compression.h"

#include <zlib.h>

#include <algorithm>

namespace ipep::http {
namespace {

constexpr std::size_t kWorthwhile = 1024;
constexpr int kGzip = 15 + 16;  // zlib's largest window, in gzip's frame

bool is_text(const std::string& type) { return type.starts_with("text/") || type.starts_with("image/svg"); }

// Nothing where there is no memory for it: the plain text will do.
std::optional<std::string> gzip(std::string& plain) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzip, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    std::string packed(deflateBound(&stream, plain.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return whole ? std::optional(std::move(packed)) : std::nullopt;
}

// "q=0", "q=0.000"
bool rules_out(std::string_view weight) {
    return weight.starts_with("q=0") && weight.find_first_of("123456789") == std::string_view::npos;
}

}  // namespace

bool takes_gzip(std::string_view accept_encoding) {
    while (!accept_encoding.empty()) {
        const auto end = std::min(accept_encoding.find(','), accept_encoding.size());
        const std::string_view one = accept_encoding.substr(0, end);
        accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
        const auto name_end = std::min(one.find(';'), one.size());
        if (without_spaces(one.substr(0, name_end)) != "gzip") continue;
        return name_end == one.size() || !rules_out(without_spaces(one.substr(name_end + 1)));
    }
    return false;
}

void compress(Response& response, const Request& request) {
    if (response.body.size() < kWorthwhile || !is_text(response.content_type)) return;
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!takes_gzip(request.header("accept-encoding"))) return;
    auto packed = gzip(response.body);
    if (!packed) return;
    response.body = std::move(*packed);
    response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace ipep::http
