"""Bank files for tests: what a bank answers to a payment file, as ISO 20022 has it.

    transfers_of(path)  ->  message, batch, {EndToEndId: amount} of a pain.001
    pain002(…), camt053(…)  ->  the text of a status report, of an account statement
"""
import xml.etree.ElementTree as tree

HEAD = '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{}">'
BALANCES = "".join(f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt>'
                   "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>" for kind in ("OPBD", "CLBD"))


def transfers_of(path):
    found = {}
    for element in tree.parse(path).iter():
        found.setdefault(element.tag.split("}")[1], []).append(element.text)
    return found["MsgId"][0], found["PmtInfId"][0], dict(zip(found["EndToEndId"], found["InstdAmt"]))


def pain002(name, message, batch, statuses):
    """`statuses`: (EndToEndId, status) a transfer."""
    lines = "".join(f"<TxInfAndSts><OrgnlEndToEndId>{one}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
                    + ("<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>" if status == "RJCT" else "")
                    + "</TxInfAndSts>" for one, status in statuses)
    return (HEAD.format("pain.002.001.10") + f"<CstmrPmtStsRpt><GrpHdr><MsgId>{name}</MsgId>"
            "<CreDtTm>2021-01-05T06:30:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
            f"<OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>"
            f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch}</OrgnlPmtInfId>{lines}</OrgnlPmtInfAndSts>"
            "</CstmrPmtStsRpt></Document>")


def camt053(name, account, day, entries):
    """`entries`: (details, amount, DBIT or CRDT, reference) each, the details as transfer() or batch() has them."""
    lines = "".join(f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
                    f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
                    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
                    f"<NtryDtls>{details}</NtryDtls></Ntry>" for details, amount, way, reference in entries)
    return (HEAD.format("camt.053.001.08") + f"<BkToCstmrStmt><GrpHdr><MsgId>{name}</MsgId>"
            f"<CreDtTm>{day}T20:00:00+01:00</CreDtTm></GrpHdr><Stmt><Id>{name}</Id>"
            f"<Acct><Id><IBAN>{account}</IBAN></Id></Acct>{BALANCES.format(day=day)}{lines}</Stmt>"
            "</BkToCstmrStmt></Document>")


def transfer(end_to_end_id, amount, way, returned=False):
    reason = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if returned else ""
    return (f"<TxDtls><Refs><EndToEndId>{end_to_end_id}</EndToEndId></Refs>"
            f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{reason}</TxDtls>')


def batch(batch_id):
    return f"<Btch><PmtInfId>{batch_id}</PmtInfId></Btch>"
