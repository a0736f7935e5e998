// Descriptions: what of a groupement's description may stand beside its pseudonym.
//
// Shape:   without pseudonyms everything. Under them never the name; region and legal form where at least three
//          groupements of the same wave and first year share them, both or one alone.
// Source:  the rule of three units of public statistics (INSEE, secret statistique); RGPD, recital 26.
#pragma once

#include <unordered_map>

#include "ledger/book.h"

namespace ipep::panel {

struct Described {
    bool name = true, region = true, legal_form = true;
};

class Descriptions {
public:
    Descriptions(const Book& book, bool hide);
    const Described& of(const GroupementId& groupement) const;

private:
    std::unordered_map<GroupementId, Described> known_;
    Described others_;
};

}  // namespace ipep::panel
