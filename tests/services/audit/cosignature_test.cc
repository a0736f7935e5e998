// Cosignatures against the vector of events/README.md, which was made by another program from C2SP tlog-cosignature.
#include "services/audit/cosignature.h"

#include <gmock/gmock.h>

#include "events/encoding.h"
#include "services/files/new_file.h"
#include "services/words/code.h"
#include "tests/print.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

const std::string kText = "ipep.example\n2\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n";
const std::string kWitness = "witness.example+20bc7f2b+BMhTrQ8M0rYZrqks7sT9VqJNZJnVhM55JX5Fz9gTm2Cn";
const std::string kLine =
    "— witness.example "
    "ILx/KwAAAABkGFDLCQmFRxaHF0GkkoHO/s2xWT6zCsFEvHkQO3um3evJQMsX8++vFtdHhzp0ZhCVgAorbddy0kdmVCpS72GnEns5Dw==\n";
constexpr std::int64_t kTime = 1679315147;

NoteVerifier witness(const std::string& text = kWitness) { return *parse_verifier(text, SignatureType::cosignature); }
SignedNote note(const std::string& lines, const std::string& text = kText) { return *parse_note(text + '\n' + lines); }
Verdict<std::vector<Cosignature>> seen(const std::string& lines, const std::string& text = kText) {
    return cosignatures_of(note(lines, text), {witness()});
}

// The vector's key: 32 bytes "w", as PKCS#8.
std::string write_key(const Scratch& scratch) {
    const std::string path = scratch.path("key");
    write_new(path,
              "Ipep signing key: witness.example\n-----BEGIN PRIVATE KEY-----\n"
              "MC4CAQAwBQYDK2VwBCIEIHd3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3\n-----END PRIVATE KEY-----\n");
    return path;
}

TEST(Cosignature, IsTheVectorOfTheReadme) {
    const std::string written = read_file(project_path("events/README.md"));
    for (const std::string& part : {kWitness, kLine.substr(0, kLine.size() - 1), std::to_string(kTime)})
        EXPECT_NE(written.find(part), std::string::npos) << part;
    const Scratch scratch;
    const auto key = NoteKey::read(write_key(scratch));
    ASSERT_TRUE(key);
    EXPECT_EQ(cosign(kText, *key, kTime), kLine);
    EXPECT_EQ(key->verifier(SignatureType::cosignature).text(), kWitness);
    EXPECT_EQ(seen(kLine), (std::vector<Cosignature>{{"witness.example", kTime}}));
}

TEST(Cosignature, TheSameKeyOfAnotherTypeIsAnotherKey) {
    const Scratch scratch;
    const auto key = NoteKey::read(write_key(scratch));
    const std::string plain = key->verifier(SignatureType::note).text();
    EXPECT_EQ(parse_verifier(plain, SignatureType::cosignature).error().code, code::verifier_malformed);
    EXPECT_EQ(parse_verifier(kWitness, SignatureType::note).error().code, code::verifier_malformed);
}

TEST(Cosignature, WhatIsChangedMakesTheNoteInvalidAndOthersLinesArePassedOver) {
    EXPECT_EQ(seen(kLine, "ipep.example\n3\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n").error().code,
              code::cosignature_invalid);
    const std::string bytes = *from_base64(kLine.substr(std::string("— witness.example ").size(), 104));
    const auto line = [](const std::string& name, const std::string& raw) {
        return signature_line({name, raw.substr(0, 4), raw.substr(4)});
    };
    for (const std::size_t at : {4u, 11u, 12u, 75u}) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_EQ(seen(line("witness.example", changed)).error().code, code::cosignature_invalid) << at;
    }
    for (const std::string& other : {bytes.substr(0, 75), bytes + '\0', bytes.substr(0, 10)})
        EXPECT_EQ(seen(line("witness.example", other)).error().code, code::cosignature_invalid);
    EXPECT_TRUE(seen(line("other.example", bytes))->empty());
    EXPECT_TRUE(seen(line("witness.example", "abcd" + bytes.substr(4)))->empty());
    EXPECT_EQ(seen(line("other.example", bytes) + kLine)->size(), 1u);
}

TEST(Cosignature, AQuorumCountsKeys) {
    EXPECT_TRUE(check_quorum(note(kLine), {.witnesses = {witness()}, .least = 1}));
    EXPECT_EQ(check_quorum(note(kLine), {.witnesses = {witness()}, .least = 2}).error().code, code::quorum_missing);
    EXPECT_EQ(check_quorum(note(kLine + kLine), {.witnesses = {witness()}, .least = 2}).error().code,
              code::quorum_missing);
    NoteVerifier renamed = witness();
    renamed.name = "another.example";
    EXPECT_EQ(check_quorum(note(kLine), {.witnesses = {witness(), renamed}, .least = 1}).error().code,
              code::witness_repeated);
}

}  // namespace
}  // namespace ipep
