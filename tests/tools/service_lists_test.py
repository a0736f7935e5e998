#!/usr/bin/env python3
"""Lists over HTTP: settled years, pages that make the whole again whatever they are of, tables as CSV, and what is
answered to an Accept that nobody has.

    service_lists_test.py IPEP DATA
"""
import csv
import io
import json
import pathlib
import re
import tarfile
import tempfile

from service_client import DATA, Server, check_all, code_of, fact, run
from service_cpam import EXECUTE, FILES, ON, Cpam, groups_of, statement

DUE = "settlement/2021/G01/due"
VALUES = {"YEAR": "2021", "GROUPEMENT": "G01", "CPAM": "351", "ACCOUNT": "407100", "REF": DUE, "P1": "20", "P2": "140",
          "LIST": "assumed"}
MORE = ("/api/v1/reviews/unsourced", "/api/v1/reviews/corrected", "/api/v1/reviews/readings", "/api/v1/reviews/stale",
        "/api/v1/reviews/late", "/api/v1/cpams/351/variation-table?by=month", "/api/v1/settlements/2019?revision=1",
        "/api/v1/orders?cpam=351", "/api/v1/histories/seedCredit/G01")


class Lived(Cpam):
    """Five years settled, what is owed ordered, some of it sent, and a bank that told of a stranger."""

    def __init__(self):
        super().__init__(facts=DATA / "worked.jsonl")
        for year in (2019, 2020, 2021):
            assert self.act("anne", f"/api/v1/settlements/{year}?on={ON}")[0] == 200
        assert self.act("zoe", f"/api/v1/settlements/2019/validation?on={ON}")[0] == 200
        orders = self.ready()
        status, _, body = self.act("durand", FILES)
        assert status == 201, body
        stranger = {"amount": "17.17", "endToEndId": "STRANGER"}
        status, _, body = self.act("durand", "/api/v1/bank-files?on=" + EXECUTE, statement([orders[0], stranger]))
        assert status == 200, body
        self.document = self.get("/api/openapi.json")
        self.head = int(self.ask("GET", "/api/v1/balances")[1]["ETag"].strip('"'))

    def lists(self):
        """Of each list resource a path, its operation; as of one state where it may be asked so."""
        for path, item in self.document["paths"].items():
            operation = item.get("get", {"parameters": []})
            if "after" not in [one["name"] for one in operation["parameters"]]:
                continue
            asked = re.sub(r"{(\w+)}", lambda found: VALUES[found[1]], path)
            of_path = re.sub(r"{\w+}", "[^/?]+", path.replace("{REF}", "[^?]+"))
            for one in (asked, *(more for more in MORE if re.match(of_path + r"(\?|$)", more) and more != asked)):
                yield (one if "/differences/" in one else with_query(one, f"as-of={self.head}")), operation

    def pages(self, path):
        while path:
            status, headers, body = self.ask("GET", path)
            assert status == 200, (path, status, body)
            yield body, headers
            path = headers.get("Link", "<>").split(">")[0][1:]


def with_query(path, text):
    return path + ("&" if "?" in path else "?") + text


def rows_of(body, kind):
    """The answer's lists, by their names; of lines, one list."""
    if kind == "application/jsonl":
        return {"": body.decode().splitlines()}
    return {name: value for name, value in json.loads(body).items() if isinstance(value, list)}


def test_the_pages_of_a_state_make_the_whole_again_whatever_they_are_of():
    with Lived() as server:
        cut = set()
        for path, operation in server.lists():
            [(whole, headers)] = server.pages(path)
            of = headers["Content-Type"]
            count = sum(map(len, rows_of(whole, of).values()))
            for limit in {1, 2, 3, max(1, count - 1), max(1, count)} if count < 60 else {7, count - 1, count}:
                joined, pages = {name: [] for name in rows_of(whole, of)}, 0
                for body, _ in server.pages(with_query(path, f"limit={limit}")):
                    pages += 1
                    lists = rows_of(body, of)
                    assert sum(map(len, lists.values())) <= limit, (path, limit)
                    if of == "application/json":  # what stands beside the rows stands in each page
                        assert json.loads(body) | joined == json.loads(whole) | joined, (path, limit)
                    for name, rows in lists.items():
                        joined[name] += rows
                assert joined == rows_of(whole, of), (path, limit)
                assert of == "application/jsonl" or pages == max(1, -(-count // limit)), (path, limit, pages)
                if pages > 1:
                    cut.add(operation["operationId"])
        few = {"rules", "variation-table", "history", "bank-reconciliation"}  # of one row here
        lists = {operation["operationId"] for _, operation in server.lists()}
        assert len(lists) > 17 and lists - cut <= few, lists - cut


def test_a_page_is_followed_in_the_state_it_was_of():
    with Lived() as server:
        whole = server.get("/api/v1/envelope")["years"]
        first, headers = next(server.pages("/api/v1/envelope?limit=1"))
        assert f"as-of={server.head}" in headers["Link"], headers
        assert server.post("/api/v1/facts", fact("other", 1999))[0] == 200  # a row in front of all others
        assert server.get("/api/v1/envelope")["years"][0]["paymentYear"] == 1999
        rest = [json.loads(body)["years"] for body, _ in server.pages(headers["Link"].split(">")[0][1:])]
        assert json.loads(first)["years"] + sum(rest, []) == whole
        cursor = re.search("after=([^&>]*)", headers["Link"])[1]
        moved = server.ask("GET", f"/api/v1/envelope?after={cursor}")
        assert moved[0] == 400 and code_of(moved[2]) == "cursor_unknown", moved


def test_what_is_no_cursor_and_no_limit_is_refused():
    with Lived() as server:
        for path, _ in server.lists():
            for cursor in ("x", "-1", "1.0123456789abcdef", "999999999.0123456789abcdef"):
                if "/events" in path and "x" not in cursor and cursor != "-1":
                    continue
                status, _, body = server.ask("GET", with_query(path, "after=" + cursor))
                assert status == 400 and code_of(body) == "cursor_unknown", (path, cursor, status, body)
            for limit in ("0", "x", "-1"):
                status, _, body = server.ask("GET", with_query(path, "limit=" + limit))
                assert status == 400 and code_of(body) == "parameter_malformed", (path, limit, status, body)
        page = server.ask("GET", "/api/v1/balances?limit=1", Accept="text/plain")
        assert page[0] == 400 and code_of(page[2]) == "parameter_malformed", page
        for path in ("explanations/" + DUE, "balances/G01", "verification"):
            status, _, body = server.ask("GET", f"/api/v1/{path}?limit=1")
            assert status == 400 and code_of(body) == "query_unknown", (path, body)


def cell(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def records(rows):
    """The rows as a table has them: one that holds rows is a record for each."""
    for row in rows:
        inner = next((row[name] for name in ("lines", "accounts") if name in row), None)
        if inner is None:
            yield row
        else:
            rest = {name: value for name, value in row.items() if value is not inner}
            yield from ({**rest, **one} for one in inner or [{}])


def test_a_list_of_rows_is_a_table_to_who_asks_for_csv():
    with Lived() as server:
        tables = set()
        for path, operation in server.lists():
            described = "text/csv" in operation["responses"]["200"]["content"]
            status, headers, body = server.ask("GET", path, Accept="text/csv")
            if status == 406:
                assert code_of(body) == "not_acceptable" and (not described or "/readings" in path), (path, body)
                continue
            assert status == 200 and described, (path, status, body)
            assert headers["Content-Type"] == "text/csv; charset=utf-8; header=present", headers
            [rows] = rows_of(server.ask("GET", path)[2], "").values()
            header, *found = csv.reader(io.StringIO(body.decode(), newline=""), strict=True)
            assert body.count(b"\r\n") >= len(found) + 1 and len(set(header)) == len(header), (path, header)
            wanted = [[cell(one.get(name)) for name in header] for one in records(rows)]
            assert found == wanted, (path, found[:2], wanted[:2])
            assert {name for one in records(rows) for name in one} <= set(header), (path, header)
            tables.add(operation["operationId"])
        assert {"settlements", "settlement", "balances", "orders", "statement", "account-ledger", "general-ledger",
                "trial-balance", "review"} <= tables, tables
        paged = [body for body, _ in server.pages("/api/v1/balances?limit=2")]
        status, headers, body = server.ask("GET", "/api/v1/balances?limit=2", Accept="text/csv")
        assert len(paged) == 2 and len(body.splitlines()) == 3 and "after=" in headers["Link"], (body, headers)


def test_a_text_that_a_spreadsheet_would_compute_is_marked():
    facts = groups_of(1).replace('"GROUPEMENT N0000"', '"=HYPERLINK(1;2),\\"x\\""')
    with Cpam(facts=None) as server:
        assert "HYPERLINK" in facts and server.post("/api/v1/facts", facts)[0] == 200
        server.ready()
        _, _, body = server.ask("GET", "/api/v1/orders", Accept="text/csv", Authorization=server.bearer("durand"))
        one = next(csv.DictReader(io.StringIO(body.decode(), newline="")))
        assert one["payee"] == "'=HYPERLINK(1;2),\"x\"", one


def test_what_is_not_there_in_that_form_is_not_acceptable():
    with Server(facts=DATA / "worked.jsonl") as server:
        due = "explanations/seedCredit/G01"
        for path, accept, wanted in (
                ("balances", "application/json", "application/json"), ("balances", "*/*", "application/json"),
                ("balances", "text/csv;q=0.5, application/json;q=0.4", "text/csv; charset=utf-8; header=present"),
                ("balances", "image/png, text/plain", "text/plain; charset=utf-8"), ("balances", "image/png", None),
                ("balances", "application/json;q=0", None), (due, "text/csv", None), ("events", "text/csv", None),
                (due, "text/csv, application/json;q=0.1", "application/json"), ("balances", "text/event-stream", None),
                ("balances/G01", "text/csv", None), ("verification", "text/csv", None), ("nothing", "image/png", None)):
            status, headers, body = server.ask("GET", "/api/v1/" + path, Accept=accept)
            if wanted:
                assert status == 200 and headers["Content-Type"] == wanted, (path, accept, status, headers)
            elif path == "nothing":
                assert status == 404, (path, status)
            else:
                assert status == 406 and code_of(body) == "not_acceptable", (path, accept, status, body)
        before = server.ask("GET", "/api/v1/balances")[1]["ETag"]
        status, _, body = server.post("/api/v1/facts", fact("a"), Accept="text/csv")
        assert status == 406 and code_of(body) == "not_acceptable", (status, body)
        assert server.ask("GET", "/api/v1/balances")[1]["ETag"] == before, "what is not answered is not done"


def test_the_settled_years_say_what_each_settlement_says():
    with Lived() as server:
        years = server.get("/api/v1/settlements")["settlements"]
        assert [one["year"] for one in years] == [2019, 2020, 2021]
        for one in years:
            settled = server.get(f"/api/v1/settlements/{one['year']}")
            assert {name: one[name] for name in settled["national"]} == settled["national"], one
            for name in ("year", "revision", "rules", "position"):
                assert one[name] == settled[name], (name, one)
            assert one["paymentYear"] == one["year"] + 1 and one["on"] == ON, one
        assert [one["validated"] for one in years] == [True, False, False], years
        assert (years[0]["validatedRevision"], years[0]["validatedBy"], years[0]["validatedOn"]) == (1, "zoe", ON)
        assert not {"validatedRevision", "validatedBy", "validatedOn"} & set(years[1]), years[1]
        before = years[1]["position"] - 1
        assert [one["year"] for one in server.get(f"/api/v1/settlements?as-of={before}")["settlements"]] == [2019]
        text = run("--ledger", server.ledger, "--lang", "en", "settlements").stdout
        assert "zoe" in text and text.count("\n") > 4, text


def test_the_panel_has_pseudonyms_by_the_key_of_the_server():
    with tempfile.TemporaryDirectory() as folder:
        key = pathlib.Path(folder) / "evaluation.key"
        key.write_text("k" * 32)
        with Server(f'pseudonym_key = "{key}"\n', facts=DATA / "worked.jsonl") as server:
            run("--ledger", server.ledger, "export", "panel", folder + "/panel", "--pseudonyms", key)
            status, _, body = server.ask("GET", "/api/v1/exports/panel/pseudonyms")
            assert status == 200, body
            sent = {one.name: tarfile.open(fileobj=io.BytesIO(body)).extractfile(one).read()
                    for one in tarfile.open(fileobj=io.BytesIO(body)) if one.isfile()}
            kept = {one.name: one.read_bytes() for one in pathlib.Path(folder, "panel").iterdir()}
            assert {pathlib.Path(name).name: text for name, text in sent.items()} == kept, sent.keys()
            assert not any(b"G01" in text or b"evaluation.key" in text for text in sent.values())
            assert b"G01" in server.ask("GET", "/api/v1/exports/panel")[2]
            asked = server.ask("GET", f"/api/v1/exports/panel?pseudonyms={key}")
            assert asked[0] == 400 and code_of(asked[2]) == "query_unknown", "no client names a file of the server"
    with Server(facts=DATA / "worked.jsonl") as server:
        refused = server.ask("GET", "/api/v1/exports/panel/pseudonyms")
        assert refused[0] == 404 and code_of(refused[2]) == "not_configured", refused


def test_more_rows_than_a_page_holds_are_joined_by_the_command_line():
    with Server() as server:
        assert server.post("/api/v1/facts", groups_of(1003))[0] == 200
        first = server.ask("GET", "/api/v1/balances")
        assert len(json.loads(first[2])["groupements"]) == 1000 and 'rel="next"' in first[1]["Link"], first[1]
        for words in (("balances", "--format", "json"), ("--lang", "en", "balances")):
            assert run("--server", server.url, *words).stdout == run("--ledger", server.ledger, *words).stdout, words


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
