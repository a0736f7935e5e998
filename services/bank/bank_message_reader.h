// Bank message readers: one for status reports, one for statements and notifications, chosen by the document's
// namespace.
//
// Shape:  each takes the elements of a whole document; paths begin below the message's own element ("Stmt/Ntry/Amt").
// Errors: bank_element_missing, bank_value_malformed; what the visitor refuses.
// Source: bank_message.h.
#pragma once

#include <memory>

#include "services/bank/bank_message.h"
#include "services/bank/xml_reader.h"

namespace ipep {

class BankMessageReader : public XmlVisitor {
public:
    // After the last element: whether all was there.
    virtual Verdict<> end() = 0;
};

std::unique_ptr<BankMessageReader> status_report_reader(BankMessageHead head, const BankMessageVisitor& visitor);
std::unique_ptr<BankMessageReader> statement_reader(BankMessageHead head, const BankMessageVisitor& visitor);

}  // namespace ipep
