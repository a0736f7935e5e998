// BrowserPages: the console behind its login: who has a session gets pages, who has none is led to log in.
//
// Shape:   GET and POST of every path that the service keeps for nothing else. What a browser may do with a page stands
//          in its headers.
// Errors:  form_forged, where a form does not bear its session's word or comes from another origin.
// Threads: any; a page that only reads is made beside the writer, in the crew of its pace.
// Source:  OWASP, cross-site request forgery prevention; W3C, Content Security Policy 3.
#pragma once

#include "services/http/access_log.h"
#include "services/http/command_once.h"
#include "services/http/crews.h"
#include "services/http/form.h"

namespace ipep::http {

// The person trying the ledger out on its own machine, who needs no name.
inline const PersonId kAnyone{"demo"};

// A page as it is asked for, by a person who is known.
struct PageRequest {
    const Request& request;
    const Form& form;
    const PersonId& person;
    const std::string &language, &csrf;
    bool signed_in;  // by a session the person may end
};
// What a page takes, by what is asked.
enum class Pace : std::uint8_t {
    reads_quickly,      // reads the head, at once
    reads_for_payment,  // reads long what a payment waits for
    reads_long,         // reads long, or an earlier state
    acts,               // may write
};
struct PageMade {
    Response response;
    std::set<std::string> shown;  // subjects whose accounts it shows
};
// The console, whatever it is made of. Threads: any.
struct Pages {
    std::function<PageMade(LedgerService&, const PageRequest&)> make;
    std::function<Pace(const Request&)> pace;
    // What waits for a person, a line each, to be sent in a mail.
    std::function<std::vector<std::string>(LedgerService&, const PersonId&)> waits;
};

class BrowserPages {
public:
    // `ledger` is the folder that what reads long opens for itself.
    // `passing` where others may be the ones that write; else nullptr.
    BrowserPages(Pages pages, BrowserSessions& sessions, const std::string& ledger, CommandQueue& desk, Crews& crews,
                 Readings& readings, Passing* passing)
        : pages_(std::move(pages)),
          sessions_(sessions),
          ledger_(ledger),
          desk_(desk),
          crews_(crews),
          readings_(readings),
          passing_(passing) {}

    void answer(const CallPtr& call);

private:
    Verdict<Form> form_of(const Call& call) const;
    // Makes the page where its pace says.
    void make(const CallPtr& call, const std::function<void(LedgerService&)>& page, Told done);

    Pages pages_;
    BrowserSessions& sessions_;
    const std::string& ledger_;
    CommandQueue& desk_;
    Crews& crews_;
    Readings& readings_;
    Passing* passing_;
};

}  // namespace ipep::http
