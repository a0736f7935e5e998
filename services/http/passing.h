// Passing: a command that came to a node which does not write goes on to the one that does, as it came, with the same
// Idempotency-Key; its answer comes back. Where the node that writes does not answer it is asked for again, and done
// here if this node has taken over meanwhile: a client sees one service.
//
// Shape:   for who came with a session or a certificate, which are this node's alone, it vouches (`vouching`). A form
//          of the console has no key and is sent once; it is answered when this node has come as far as what it did,
//          for the browser reads on here.
// Errors:  writer_elsewhere, where it was passed on once already, or nobody can be vouched for; outcome_unknown, where
//          nothing certain was heard of it in time.
// Threads: any; commands wait on threads of their own.
#pragma once

#include <boost/asio/thread_pool.hpp>

#include "services/http/call.h"
#include "services/http/node.h"

namespace ipep::http {

// Where the log stood once it was done, told to a node that vouched.
inline const std::string kDoneAt = "ipep-done-at";

class Passing {
public:
    Passing(const Configuration& configuration, const Node& node) : configuration_(configuration), node_(node) {}
    ~Passing() { threads_.join(); }

    // Whether this node writes: then the command is done here.
    bool is_here() const { return node_.writes(); }
    // `here` does it, once this node writes.
    void pass(const CallPtr& call, std::function<void()> here);

private:
    void wait_for_what_was_done(const Response& answered) const;
    void try_on(const CallPtr& call, const std::function<void()>& here) const;

    static constexpr std::size_t kThreads = 32;
    const Configuration& configuration_;
    const Node& node_;
    boost::asio::thread_pool threads_{kThreads};
};

}  // namespace ipep::http
