// Any bytes are a bank's message, told line by line to its end, or a refusal with a sentence.
#include <sstream>

#include "services/bank/bank_message.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ipep;
    std::istringstream file{std::string(fuzz::Input(data, size).rest())};
    std::int64_t heads = 0;
    const auto digest = read_bank_message(
        file, {.head = [&](const BankMessageHead& head) -> Verdict<> {
                   fuzz::claim(!head.message_id.empty(), "a head has a message id");
                   ++heads;
                   return {};
               },
               .line = [&](const BankLine& line) -> Verdict<> {
                   fuzz::claim(heads > 0, "a line comes behind a head");
                   fuzz::claim(line.amount.value_or(Money()) >= Money(), "no amount is negative");
                   fuzz::claim(line.odd || !line.status.empty(), "a line has a status, or says that it is odd");
                   return {};
               }});
    fuzz::claim(digest ? heads > 0 : !digest.error().sentence().empty(), "a head, or a refusal with a sentence");
    return 0;
}
