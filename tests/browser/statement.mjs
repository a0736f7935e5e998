// A camt.053 as a bank sends it: orders booked out of the account, and one line nobody ordered.
import { ACCOUNT, EXECUTION } from "./ledger.mjs";

function entry({ amount, endToEndId }) {
  return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>` +
    `<BookgDt><Dt>${EXECUTION}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs>` +
    "</TxDtls></NtryDtls></Ntry>";
}

export const STRAY = { amount: "12.34", endToEndId: "FRAIS-BANCAIRES" };

export function statement(orders) {
  return '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">' +
    `<BkToCstmrStmt><GrpHdr><MsgId>S1</MsgId><CreDtTm>${EXECUTION}T20:00:00Z</CreDtTm></GrpHdr>` +
    `<Stmt><Id>S1</Id><Acct><Id><IBAN>${ACCOUNT}</IBAN></Id></Acct>${[...orders, STRAY].map(entry).join("")}` +
    "</Stmt></BkToCstmrStmt></Document>";
}
