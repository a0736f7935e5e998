// ServedQuestions: the questions of services/questions/ as resources of the API, answered as the command line answers
// them.
//
// Shape:   path arguments and the query become the question's members; the body becomes the file a command reads; what
//          a command makes becomes the answer, a folder as a tar file. JSON is made here; text and drawings are those
//          of the Pages that are handed in (services/answers/all_answers.h).
// Errors:  parameter_malformed, where the command line would say wrong usage.
// Threads: any.
#pragma once

#include "services/answers/all_answers.h"
#include "services/http/configuration.h"
#include "services/http/resource.h"
#include "services/questions/all_questions.h"

namespace ipep {

class ServedQuestions : public http::Commands {
public:
    explicit ServedQuestions(const http::Configuration& configuration) : configuration_(configuration) {}

    const std::vector<http::Resource>& resources() const override;
    http::Answered run(const http::Asked& asked, LedgerService* held, const Patience& patience = {}) override;
    std::string sentence(const Rejection& rejection, const std::string& language) const override;
    std::string openapi() const override;
    static http::Answered refused(Rejection rejection);

protected:
    // Body, exit code and rejection.
    virtual http::Answered answer_in(Asking& asking, const http::Asked& asked) const = 0;
    // What `give` writes, with the rows of an answer as pages; where a proof is asked for, that alone.
    using Give = std::function<Verdict<Ended>(std::ostream&, const DataForm&, const ProofWish*)>;
    http::Answered written(Asking& asking, const http::Asked& asked, const Give& give) const;

private:
    http::Answered written_proof(const http::Asked& asked, const Give& give) const;

    const http::Configuration& configuration_;
};

template <class Pages>
class ServedWith final : public ServedQuestions {
public:
    using ServedQuestions::ServedQuestions;

private:
    http::Answered answer_in(Asking& asking, const http::Asked& asked) const override {
        http::Answered answered;
        questions::for_each_question([&]<class Question>() {
            if constexpr (Question::kResources.size() > 0)
                if (asked.resource->command == std::string_view(Question::kNamed.command))
                    answered = answer_one<Question>(asking, asked);
        });
        return answered;
    }

    template <class Question>
    http::Answered answer_one(Asking& asking, const http::Asked& asked) const {
        const auto question = questions::read_question<Question>(asked);
        if (!question) return refused(question.error());
        return written(asking, asked, [&](std::ostream& out, const DataForm& form, const ProofWish* wish) {
            return give_answer<Pages>(out, asked.format, asking, *question, form, wish);
        });
    }
};

// Who serves JSON alone; a text is the JSON too.
struct NoPages {
    static std::string of(const auto&, const auto& value) { return boost::json::serialize(document(value)) + '\n'; }
    static std::string line(const auto& row) { return boost::json::serialize(document(row)) + '\n'; }
};

}  // namespace ipep
