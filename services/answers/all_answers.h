// What each question is answered with, by chapters, and how an answer is written in the form asked for.
//
// Shape:   Pages::of(question, value) makes the text of an answer, Pages::line(row) of one row, and
//          Pages::drawing(format, value) a picture where there is one ("dot", "html"); what has none is text.
// Threads: any.
#pragma once

#include <boost/json.hpp>
#include <ostream>
#include <sstream>

#include "services/answers/adjusting_answers.h"
#include "services/answers/book_answers.h"
#include "services/answers/history_answers.h"
#include "services/answers/own_proof.h"
#include "services/answers/paper_answers.h"
#include "services/answers/paying_answers.h"
#include "services/answers/proving_answers.h"
#include "services/answers/reading_answers.h"
#include "services/answers/recording_answers.h"
#include "services/answers/serving_answers.h"
#include "services/answers/simulation_answers.h"
#include "services/answers/witness_answers.h"
#include "services/words/language.h"
#include "services/words/utf8.h"

namespace ipep {

template <class Value>
struct IsVariant : std::false_type {};
template <class... Values>
struct IsVariant<std::variant<Values...>> : std::true_type {};

inline bool is_drawing(std::string_view format) { return format == "dot" || format == "html"; }

inline bool is_data(std::string_view format) { return format == "json" || format == "csv"; }

// Writes the answer as data, as "text" or a drawing.
template <class Pages, class Question, class Value>
void write_answer(std::ostream& out, std::string_view format, const Question& question, const Value& value, bool trial,
                  const DataForm& form) {
    if constexpr (IsVariant<Value>()) {
        std::visit([&](const auto& one) { write_answer<Pages>(out, format, question, one, trial, form); }, value);
    } else if constexpr (std::same_as<Value, Bytes>) {
        out.write(value.bytes.data(), static_cast<std::streamsize>(value.bytes.size()));
    } else if constexpr (requires { value.each; }) {
        value.each([&](const auto& row) {
            if (format == "json")
                out << boost::json::serialize(document(row)) << '\n';
            else
                out << Pages::line(row);
            return static_cast<bool>(out);
        });
    } else if (is_data(format)) {
        boost::json::object told = document(value);
        if (trial) told["trial"] = true;
        out << form(std::move(told));
    } else {
        if constexpr (requires { Pages::drawing(format, value); })
            if (is_drawing(format)) {
                out << Pages::drawing(format, value);
                return;
            }
        out << as_utf8(Pages::of(question, value));
        if (trial) out << tr("Trial ledger: nothing in it was paid.") << '\n';
    }
}

// Answers the question, keeps the proof that is wished for, and writes the answer.
template <class Pages, class Question>
Verdict<Ended> give_answer(std::ostream& out, std::string_view format, Asking& asking, const Question& question,
                           const DataForm& form, const ProofWish* wish = nullptr) {
    const auto found = IPEP_TRY(answer(asking, question));
    if constexpr (questions::has_proof<Question>()) {
        if (wish) {
            std::ostringstream data;
            write_answer<Pages>(data, "json", question, found.value, found.trial, whole_json);
            IPEP_TRY(prove_answer(asking, question, std::move(data).str(), *wish));
            if (wish->is_all) return found.ended;
        }
    }
    write_answer<Pages>(out, format, question, found.value, found.trial, form);
    return found.ended;
}

}  // namespace ipep
