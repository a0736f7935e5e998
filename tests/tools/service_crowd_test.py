#!/usr/bin/env python3
"""A crowd before the service: long readings wait behind their own person's alone, end with who asked, and stand before
nothing a payment needs; commands do not wait for readings; who wrote reads what was written.

    service_crowd_test.py IPEP DATA
"""
import json
import socket
import threading

from service_client import DATA, Server, check_all, code_of, fact, wait_for
from service_cpam import FILES, ON, Cpam

ROLES = (("anne", "admin", None), ("martin", "director", "351"), ("durand", "dcf", "351"),
         ("eva", "evaluator", None), ("else", "evaluator", None))
# Each of nearly a thousand steps settles five years of thirty groupements again.
SWEEP = "/api/v1/simulations?sweep=spending=-5%25:4.99%25:0.01%25"
EXPLANATION = "/api/v1/explanations/settlement/2021/IPEP001/due"
EARLIER = "/api/v1/balances?as-of=100"


class Crowd(Cpam):
    """Five years settled, and persons; long readings as sockets, so that they can be hung up."""

    def __init__(self, limits=""):
        self.limits = limits
        super().__init__(facts=DATA / "experiment.jsonl")
        for year in range(2019, 2024):
            status, _, body = self.post(f"/api/v1/settlements/{year}", If_Match="*")
            assert status == 200, body
        self.grant(ROLES)

    def start(self):
        self.more += self.limits
        self.limits = ""
        super().start()

    def send(self, person, path):
        one = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {self.bearer(person)}\r\n\r\n".encode())
        return one

    def studies(self):
        lines = self.ask("GET", "/metrics")[2].decode().splitlines()
        return {state: int(line.split()[-1]) for line in lines for state in ("running", "waiting")
                if line.startswith("ipepd_readings{") and 'crew="studies"' in line and f'state="{state}"' in line}

    def as_person(self, person, path):
        return self.ask("GET", path, Authorization=self.bearer(person))


def answer_of(one):
    text = b""
    while b"\r\n\r\n" not in text or b"}" not in text:  # the head, and the whole of a problem's body
        more = one.recv(4096)
        assert more, text
        text += more
    return text


def test_a_full_share_is_told_to_who_filled_it_and_another_is_served():
    with Crowd("[limits]\nreadings_waiting = 2\n") as server:
        sent = [server.send("eva", SWEEP) for _ in range(3)]
        wait_for(lambda: server.studies() == {"running": 1, "waiting": 2})
        status, headers, body = server.as_person("eva", SWEEP)
        assert status == 503 and code_of(body) == "readings_exhausted" and headers["Retry-After"], (status, body)
        assert server.as_person("else", EARLIER)[0] == 200, "another evaluator"
        assert server.as_person("eva", EXPLANATION)[0] == 200, "in the crew of what a payment waits for"
        assert server.as_person("eva", "/api/v1/balances")[0] == 200, "and the head"
        for one in sent:
            one.close()
        # What ran has ended and what waited is withdrawn, long before a sweep would end: there is room again.
        wait_for(lambda: server.studies() == {"running": 0, "waiting": 0})
        assert server.as_person("eva", EARLIER)[0] == 200


def test_what_a_payment_needs_waits_for_none_of_forty_sweeps():
    with Crowd() as server:
        sent = [server.send(person, SWEEP) for person in ("eva", "else") for _ in range(20)]
        status, _, body = server.act("martin", f"/api/v1/cpams/351/orders?on={ON}")
        assert status == 200, body
        order = json.loads(body)["orders"][0]["order"]
        for path in (f"/api/v1/explanations/{order}", f"/api/v1/orders/{order}/checks", "/api/v1/orders"):
            assert server.as_person("durand", path)[0] == 200, path
        status, _, body = server.act("durand", f"/api/v1/orders/{order}/approval?on={ON}")
        assert status == 200, body
        status, headers, body = server.act("durand", FILES)
        assert status == 201, body
        assert server.downloaded(headers["Location"])
        for one in sent:
            one.close()


def test_a_reading_over_the_limit_is_ended_and_says_so():
    with Crowd("[limits]\nreading_seconds = 1\n") as server:
        one = server.send("eva", SWEEP)
        answer = answer_of(one)
        assert answer.startswith(b"HTTP/1.1 422") and b"reading_too_long" in answer, answer
        one.close()


def test_who_wrote_reads_what_was_written_whoever_reads_beside():
    with Server() as server:
        wrong, ends = [], threading.Event()

        def read_on():
            seen = 0
            while not ends.is_set():
                at = int(server.ask("GET", "/api/v1/envelope")[1]["ETag"].strip('"'))
                if at < seen:
                    wrong.append((seen, at))
                seen = at

        def write(first):
            for year in range(first, first + 40):
                status, headers, body = server.post("/api/v1/facts", fact(f"y{year}", year))
                written = json.loads(body)["position"]
                _, read, envelope = server.ask("GET", "/api/v1/envelope")
                years = {one["paymentYear"] for one in json.loads(envelope)["years"]}
                if year not in years or int(read["ETag"].strip('"')) < written:
                    wrong.append((year, written, read["ETag"]))
                page = server.ask("GET", "/", Accept="text/html")[2].decode()
                if str(year) not in page:
                    wrong.append((year, "not on the page"))

        readers = [threading.Thread(target=read_on) for _ in range(4)]
        writers = [threading.Thread(target=write, args=(first,)) for first in (2000, 2100, 2200)]
        for thread in readers + writers:
            thread.start()
        for thread in writers:
            thread.join()
        ends.set()
        for thread in readers:
            thread.join()
        assert not wrong, wrong[:5]


def test_readers_stand_aside_while_the_ledger_is_made_anew():
    with Server(facts=DATA / "worked.jsonl") as server:
        ends, wrong = threading.Event(), []
        whole = server.get("/api/v1/balances")

        def read_on():
            while not ends.is_set():
                status, _, body = server.ask("GET", "/api/v1/balances")
                if status != 200 or json.loads(body) != whole:
                    wrong.append((status, body))

        readers = [threading.Thread(target=read_on) for _ in range(4)]
        for thread in readers:
            thread.start()
        for _ in range(3):
            status, _, body = server.post("/api/v1/rebuild")
            assert status == 200, body
        ends.set()
        for thread in readers:
            thread.join()
        assert not wrong, wrong[:2]


if __name__ == "__main__":
    check_all([value for name, value in list(globals().items()) if name.startswith("test_")])
