// Answer: what a question is answered with, as a value; a form is made of it where it is shown.
//
// Shape:  each question has one `answer(Asking&, const Question&)` (the files beside this one), whose value is plain
//         data, already of the rows the reader is shown. `document(question, value)` makes JSON of it; the pages of the
//         command line make text (tools/pages). Bytes are said as they are in every form; a RowStream is said row by
//         row.
// Errors: a refusal is the Verdict's error; what only wrong words can cause is thrown as WrongUsage.
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>

#include "services/ledger/ledger_service.h"

namespace ipep {

// What came of it, besides the answer; the command line exits with it.
enum class Ended : std::uint8_t { done = 0, refused = 1, fault = 3, difference = 4 };

template <class Value>
struct Answer {
    Value value;
    bool trial = false;
    Ended ended = Ended::done;

    explicit Answer(Value of_none) : value(std::move(of_none)) {}
    Answer(Value of_ledger, const LedgerService& ledger) : value(std::move(of_ledger)), trial(ledger.format().trial) {}
};

// What came of the work of answering: done, refused, or stopped by a fault, which is told like a refusal.
struct Told {
    Ended ended = Ended::done;
    std::optional<Rejection> rejection = {};
};
Told told(const std::function<Verdict<Ended>()>& work);

struct Bytes {
    std::string bytes;
};

// Rows that may be too many to hold. `each` gives them until `take` says no.
template <class Row>
struct RowStream {
    std::function<void(const std::function<bool(const Row&)>& take)> each;
};

// The bytes of an answer that is data, and the whole of it as JSON.
using DataForm = std::function<std::string(boost::json::object&&)>;
std::string whole_json(boost::json::object&& answer);

// A file that was written whole.
struct KeptFile {
    std::string path, sha256;
};
// Errors: file_exists, file_unwritable.
Verdict<KeptFile> keep_file(const std::string& path, const std::string& bytes);

}  // namespace ipep
