#include "services/books/books.h"

#include "events/seal.h"
#include "ledger/code.h"
#include "ledger/description.h"
#include "projections/read_ahead.h"

namespace ipep {

Verdict<Books> read_books(LedgerService& ledger, const CpamId& cpam, const Reader& reader) {
    const Book& book = ledger.book();
    if (!book.find(cpam)) return refuse(Code::unknown_cpam, {{"cpam", cpam.text}});
    IPEP_TRY(reader.check(Right::read_amounts, cpam));
    Journal journal;
    read_ahead(ledger.store(), 1, ledger.views().position() + 1, [&](const Event& event) { journal.fold(event); });
    Books books{cpam, journal.entries(cpam), {}, {}};
    for (const JournalEntry& entry : books.entries) {
        books.names[entry.groupement] = described(*book.find(entry.groupement)).name;
        ledger.store().scan(entry.event, entry.event + 1, [&](Position position, const Record& record) {
            books.digests[position] = to_hex(bytes_of(record.digest));
            return true;
        });
    }
    return books;
}

}  // namespace ipep
