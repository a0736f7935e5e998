"""Paying: what a CPAM owes, ordered, approved, issued and paid, for tests that want a ledger with payments."""
import os

from target_day import next_target_day

IBAN = "FR7630006000011234567890189"


def pay(read, ledger, cpam, on, work):
    """Every order of the CPAM, approved, issued and seen on a statement; read(ledger, *args) is a command's JSON."""
    orders = read(ledger, "--actor", "director", "order", cpam, "--on", on)["orders"]
    if not orders:
        return
    read(ledger, "--actor", "dcf", "approve", *[o["order"] for o in orders], "--on", on)
    debtor = os.path.join(work, "debtor.toml")
    with open(debtor, "w") as file:
        file.write(f'name = "CPAM"\niban = "{IBAN}"\nbic = "AGRIFRPP"\nbatch_booking = false\n')
    read(ledger, "--actor", "dcf", "issue", cpam, "--debtor", debtor, "--execute", next_target_day(), "--out",
         os.path.join(work, f"{cpam}-{on}.xml"), "--on", on)
    booked = "".join(f'<Ntry><Amt Ccy="EUR">{o["amount"]}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
                     f"<BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>{o['order']}</AcctSvcrRef><NtryDtls><TxDtls><Refs>"
                     f"<EndToEndId>{o['endToEndId']}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>" for o in orders)
    statement = os.path.join(work, "statement.xml")
    with open(statement, "w") as file:
        file.write('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>'
                   f"{cpam}{on}</MsgId><CreDtTm>{on}T20:00:00Z</CreDtTm></GrpHdr><Stmt><Id>{cpam}{on}</Id><Acct><Id>"
                   f"<IBAN>{IBAN}</IBAN></Id></Acct>{booked}</Stmt></BkToCstmrStmt></Document>")
    answer = read(ledger, "--actor", "dcf", "bank", statement, "--on", on)
    assert len(answer["paid"]) == len(orders) and not answer["unmatched"], answer
