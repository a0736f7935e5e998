#include "services/histories/adjustment/byte_source.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cstring>
#include <filesystem>
#include <vector>

#include "events/seal.h"
#include "services/words/code.h"

namespace ipep {

// The raw bytes, digested as they come.
class ByteSource::File {
public:
    File(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
    ~File() { ::close(descriptor_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    Verdict<std::size_t> read(char* to, std::size_t size) {
        if (!ahead_.empty()) {
            const std::size_t taken = std::min(size, ahead_.size());
            std::memcpy(to, ahead_.data(), taken);
            ahead_.erase(0, taken);
            return taken;
        }
        for (;;) {
            const auto got = ::read(descriptor_, to, size);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return refuse(code::file_unreadable, {{"path", path_}, {"what", std::strerror(errno)}});
            digest_.add({to, static_cast<std::size_t>(got)});
            return static_cast<std::size_t>(got);
        }
    }
    // The first bytes, which the next reading gives again.
    Verdict<std::string> first(std::size_t size) {
        std::string bytes(size, '\0');
        std::size_t have = 0;
        while (have < size) {
            const auto got = IPEP_TRY(read(bytes.data() + have, size - have));
            if (got == 0) break;
            have += got;
        }
        bytes.resize(have);
        ahead_ = bytes;
        return bytes;
    }
    Digest digest() { return digest_.finish(); }
    std::unexpected<Rejection> damaged(const char* what) const {
        return refuse(code::archive_damaged, {{"path", path_}, {"what", what}});
    }

private:
    std::string path_;
    int descriptor_;
    FileDigest digest_;
    std::string ahead_;
};

class ByteSource::Decoder {
public:
    explicit Decoder(std::unique_ptr<File> opened) : file(std::move(opened)) {}
    virtual ~Decoder() = default;
    virtual Verdict<std::size_t> read(char* to, std::size_t size) = 0;

    std::unique_ptr<File> file;
};

class ByteSource::Plain : public Decoder {
public:
    using Decoder::Decoder;
    Verdict<std::size_t> read(char* to, std::size_t size) override { return file->read(to, size); }
};

constexpr std::size_t kPacked = 1u << 18;

class ByteSource::Gzip : public Decoder {
public:
    explicit Gzip(std::unique_ptr<File> opened) : Decoder(std::move(opened)), packed_(kPacked) {
        ::inflateInit2(&stream_, 15 + 16);
    }
    ~Gzip() override { ::inflateEnd(&stream_); }

    Verdict<std::size_t> read(char* to, std::size_t size) override {
        stream_.next_out = reinterpret_cast<Bytef*>(to);
        stream_.avail_out = static_cast<uInt>(size);
        while (stream_.avail_out == size) {
            if (stream_.avail_in == 0) {
                const auto got = file->read(packed_.data(), packed_.size());
                if (!got) return got;
                if (*got == 0) return within_ ? Verdict<std::size_t>(file->damaged("it ends early")) : 0;
                stream_.next_in = reinterpret_cast<Bytef*>(packed_.data());
                stream_.avail_in = static_cast<uInt>(*got);
            }
            within_ = true;
            const int done = ::inflate(&stream_, Z_NO_FLUSH);
            if (done == Z_STREAM_END) {
                within_ = false;
                ::inflateReset(&stream_);
            } else if (done != Z_OK && done != Z_BUF_ERROR) {
                return file->damaged("its bytes do not check");
            }
        }
        return size - stream_.avail_out;
    }

private:
    z_stream stream_{};
    std::vector<char> packed_;
    bool within_ = true;  // a member has begun and not ended
};

class ByteSource::Zstd : public Decoder {
public:
    explicit Zstd(std::unique_ptr<File> opened)
        : Decoder(std::move(opened)), stream_(ZSTD_createDStream()), packed_(kPacked) {}
    ~Zstd() override { ZSTD_freeDStream(stream_); }

    Verdict<std::size_t> read(char* to, std::size_t size) override {
        ZSTD_outBuffer out{to, size, 0};
        while (out.pos == 0) {
            if (in_.pos == in_.size) {
                const auto got = file->read(packed_.data(), packed_.size());
                if (!got) return got;
                if (*got == 0) return within_ ? Verdict<std::size_t>(file->damaged("it ends early")) : 0;
                in_ = {packed_.data(), *got, 0};
            }
            const std::size_t wanted = ZSTD_decompressStream(stream_, &out, &in_);
            if (ZSTD_isError(wanted)) return file->damaged("its bytes do not check");
            within_ = wanted != 0;
        }
        return out.pos;
    }

private:
    ZSTD_DStream* stream_;
    std::vector<char> packed_;
    ZSTD_inBuffer in_{nullptr, 0, 0};
    bool within_ = true;
};

std::string cited_name(const std::string& path) {
    return path == kStandardInput ? "standard input" : std::filesystem::path(path).filename().string();
}

ByteSource::ByteSource(std::unique_ptr<Decoder> decoder) : decoder_(std::move(decoder)) {}
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

Verdict<ByteSource> ByteSource::open(const std::string& path) {
    const int descriptor =
        path == kStandardInput ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return refuse(code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    auto file = std::make_unique<File>(path, descriptor);
    const auto first = IPEP_TRY(file->first(4));
    if (first.starts_with("\x1f\x8b")) return ByteSource(std::make_unique<Gzip>(std::move(file)));
    if (first == "\x28\xb5\x2f\xfd") return ByteSource(std::make_unique<Zstd>(std::move(file)));
    return ByteSource(std::make_unique<Plain>(std::move(file)));
}

Verdict<std::size_t> ByteSource::read(char* to, std::size_t size) { return decoder_->read(to, size); }
Digest ByteSource::digest() { return decoder_->file->digest(); }

}  // namespace ipep
