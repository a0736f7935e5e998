// What others see of a log: a witness of one's own, and time stamps by RFC 3161.
#pragma once

#include "services/questions/question.h"

namespace ipep::questions {

struct NewWitness {
    std::string folder, name;

    static constexpr Named kNamed{
        "witness new", said("make a witness, which is another body's; prints its verifier key"),
        said("A witness needs no ledger. It is never put back from a backup: where it is lost, make a new one.\n"
             "Example:  ipep witness new temoin --name temoin.example && ipep witness add temoin @essai.pub")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"WITNESS", said("folder of the witness"), true},
                                           Argument{"--name", said("name on its cosignatures"), true}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(NewWitness, (), (folder, name))

struct AddLog {
    std::string folder, verifier, origin;

    static constexpr Named kNamed{"witness add",
                                  said("let a witness know a log and the key that signs its checkpoints")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"WITNESS", said("folder of the witness"), true},
        Argument{"KEY", said("NAME+HASH+BASE64 as `key new` printed it, or @FILE"), true},
        Argument{"--origin", said("origin of the log; else the name of the key")}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(AddLog, (), (folder, verifier, origin))

struct ServeWitness {
    std::string folder, address = "127.0.0.1";
    int port = 8481;

    static constexpr Named kNamed{
        "witness serve", said("sign checkpoints that extend what was signed before, by C2SP tlog-witness"),
        said("POST /add-checkpoint, until a signal. It speaks plain HTTP: put a proxy with TLS before it.")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"WITNESS", said("folder of the witness"), true},
        Argument{"--address", said("where it listens; else 127.0.0.1")},
        Argument{.name = "--port", .help = said("its port; 0 is any that is free"), .least = 0, .most = 65535}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(ServeWitness, (), (folder, address, port))

struct RequestStamp {
    std::string checkpoint, out;

    static constexpr Named kNamed{
        "timestamp request", said("a request of RFC 3161 for a checkpoint"),
        said("Send it, and attach what comes back:\n"
             "  curl --data-binary @FILE -H 'Content-Type: application/timestamp-query' URL >RESPONSE")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{Argument{"CHECKPOINT", said("a signed checkpoint"), true},
                                           Argument{"--out", said("where the request goes"), true}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(RequestStamp, (), (checkpoint, out))

struct AttachStamp {
    std::string checkpoint, response, authority;

    static constexpr Named kNamed{"timestamp attach",
                                  said("keep a time stamp of a checkpoint, for the proofs and packs to come")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"CHECKPOINT", said("a signed checkpoint"), true},
        Argument{"RESPONSE", said("what the authority answered"), true},
        Argument{"--authority", said("certificates that its signature must lead to, PEM")}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(AttachStamp, (), (checkpoint, response, authority))

struct VerifyStamp {
    std::string checkpoint, response, authority;

    static constexpr Named kNamed{"timestamp verify",
                                  said("when a checkpoint existed, by the authority that stamped it")};
    static constexpr auto kShows = Shows::what_was_done;
    static constexpr std::array kArguments{
        Argument{"CHECKPOINT", said("a signed checkpoint"), true},
        Argument{"RESPONSE", said("what the authority answered"), true},
        Argument{"--authority", said("certificates that its signature must lead to, PEM"), true}};
    static constexpr std::array<Resource, 0> kResources{};
};
BOOST_DESCRIBE_STRUCT(VerifyStamp, (), (checkpoint, response, authority))

}  // namespace ipep::questions
