// Visit: one request as the pages see it: who asks, at which state of the ledger, and the frame around every answer.
//
// Shape:   `as-of` in the query is a position, a day or a time; it goes with every link made by `link`, and a banner
//          says that the past is read. A day means its end in Europe/Paris.
// Errors:  as_of_beyond_head; day_malformed.
// Threads: one at a time.
#pragma once

#include "ledger/year.h"
#include "services/console/console.h"
#include "services/console/rights.h"
#include "services/console/templates.h"
#include "services/http/message.h"

namespace ipep {

// The entry a path lies under.
Section section_of(const std::string& path);

class Visit {
public:
    Visit(LedgerService& ledger, const ConsoleRequest& request, const ConsoleOptions& options, Templates& templates,
          Views& views);

    LedgerService& ledger;
    const ConsoleRequest& request;
    const ConsoleOptions& options;
    Views& views;   // at the state asked for
    Reader reader;  // as the roles at the head say
    Rights rights;  // at the head, whatever state is asked for

    // The same request at the head, after facts were tried or recorded: the views before are gone then.
    Visit renewed() const { return {ledger, request, options, templates_, ledger.views()}; }

    const Book& book() const { return views.book(); }
    bool at_head() const { return views.position() == ledger.store().head(); }
    std::string query(const std::string& name) const;
    std::string form(const std::string& name) const;

    // A path of the console with the state that is read.
    std::string link(const std::string& path) const;
    // "351 · CPAM d'Ille-et-Vilaine", or "351" where no name is known.
    std::string cpam_name(const CpamId& cpam) const;
    std::string group_link(const GroupementId& groupement) const { return link("/groupements/" + groupement.text); }
    std::string trail_link(const std::string& reference) const { return link("/explain/" + reference); }

    // An event of the journal; empty for who may not open it.
    std::string event_link(Position position) const;

    // The first page of the menu the person may open; empty where there is none.
    std::string first_page() const;

    // A page inside the frame. `title` says the one thing the page is for.
    ConsolePage page(Section section, const std::string& title, const std::string& name, Data data,
                     int status = 200) const;
    ConsolePage refused(Section section, const Rejection& rejection) const;
    ConsolePage not_found() const;
    // A form that does not come from a page of this session.
    ConsolePage forged() const;
    // After something was done: `notice` is the code of a sentence the next page shows.
    ConsolePage moved(const std::string& path, const std::string& notice = {}) const;

private:
    Templates& templates_;
};

using http::percent_encoded;

// Where a year's settlement stands.
inline std::string settlement_path(ResultYear year) { return "/settlements/" + to_text(year); }

// An amount of money in a cell: "–" for nothing.
std::string euros(Total amount);

}  // namespace ipep
