// Seal: what makes a record tamper-evident, and a personal value provable without being in the log.
//
// Shape:  record = payload ‖ digest; digest = SHA-256(digest of the record before ‖ payload); before the first stands
//         seed_of(format). The record's bytes are also the leaf of the Merkle tree.
// Source: FIPS 180-4; specification §16.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/encoding.h"
#include "ledger/digest.h"

struct evp_md_ctx_st;

namespace ipep {

Digest sha256(std::string_view first, std::string_view second = {});

// The same over parts that come one after the other.
class FileDigest {
public:
    FileDigest();
    ~FileDigest();
    FileDigest(const FileDigest&) = delete;
    FileDigest& operator=(const FileDigest&) = delete;
    void add(std::string_view part);
    Digest finish();

private:
    evp_md_ctx_st* context_;
};

std::string_view bytes_of(const Digest& digest);
std::optional<Digest> digest_from_hex(std::string_view hex);

// The record of a payload behind the record with `before`.
std::string seal_record(const Digest& before, std::string payload);

struct Record {
    std::string_view payload;
    Digest digest;
};
// The two parts of a record that follows `before`, or nothing if it does not check.
std::optional<Record> open_record(const Digest& before, std::string_view bytes);
// Without the chain: the parts alone. Nothing if the bytes are too few.
std::optional<Record> split_record(std::string_view bytes);

inline Digest seal_personal(std::string_view random, std::string_view value) { return sha256(random, value); }

}  // namespace ipep
