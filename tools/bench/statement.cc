#include "tools/bench/statement.h"

namespace ipep::bench {

void write_statement(std::ostream& out, const std::string& account, const TransferSource& transfers) {
    out << R"(<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-06-16T06:30:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id><Acct><Id><IBAN>)"
        << account << "</IBAN></Id><Ccy>EUR</Ccy></Acct>\n";
    while (const auto transfer = transfers())
        out << R"(<Ntry><Amt Ccy="EUR">)" << to_text(transfer->amount)
            << "</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-06-15</Dt></BookgDt>"
               "<ValDt><Dt>2026-06-15</Dt></ValDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT"
               "</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><PmtInfId>351-2026-0001-1</"
               "PmtInfId><EndToEndId>"
            << transfer->end_to_end_id << "</EndToEndId></Refs><RltdPties><CdtrAcct><Id><IBAN>"
            << transfer->creditor_iban << "</IBAN></Id></CdtrAcct></RltdPties></TxDtls></NtryDtls></Ntry>\n";
    out << "</Stmt></BkToCstmrStmt></Document>\n";
}

}  // namespace ipep::bench
