#include "services/books/books.h"

#include "events/seal.h"
#include "ledger/code.h"
#include "ledger/description.h"

namespace ipep {

Verdict<> may_read_books(LedgerService& ledger, const CpamId& cpam, const Reader& reader) {
    if (!ledger.book().find(cpam)) return refuse(code::unknown_cpam, {{"cpam", cpam.text}});
    return reader.check(Right::read_amounts, cpam);
}

Verdict<Books> read_books(LedgerService& ledger, const CpamId& cpam, const Reader& reader) {
    IPEP_TRY(may_read_books(ledger, cpam, reader));
    return read_books(ledger.views(), cpam);
}

Books read_books(Views& views, const CpamId& cpam) {
    Books books{cpam, {}, {}, {}};
    views.journal().each(cpam, [&](const JournalEntry& entry) {
        books.entries.push_back({entry, books.entries.size() + 1, {}});
    });
    return books;
}

void add_names(Views& views, Books& books) {
    for (const BookEntry& entry : books.entries)
        if (const auto [at, is_new] = books.names.try_emplace(entry.groupement); is_new)
            at->second = described(*views.book().find(entry.groupement)).name;
}

void add_transfers(Views& views, Books& books) {
    for (BookEntry& entry : books.entries)
        if (!entry.order.text.empty()) entry.end_to_end = views.book().find(entry.order)->ordered.endToEndId;
}

void add_digests(LedgerService& ledger, Books& books) {
    for (const BookEntry& entry : books.entries)
        ledger.store().scan(entry.event, entry.event + 1, [&](Position position, const Record& record) {
            books.digests[position] = to_hex(bytes_of(record.digest));
            return true;
        });
}

}  // namespace ipep
