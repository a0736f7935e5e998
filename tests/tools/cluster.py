"""Nodes that share a log in PostgreSQL 15, for tests and the demonstration: ipepd over a database, clients that record
facts at any of them, and what holds after a fault."""
import http.client
import json
import sys
import tempfile
import threading
import time

import postgres
from service_client import Server, check_all, fact, run, wait_for

LEASE = 2


def node(database, name, lease=LEASE, more=""):
    """`more`: further lines of its configuration, the first of them of [postgres]."""
    config = (f'log = "postgres"\n[postgres]\nconnection = "{database.connection()}"\nnode = "{name}"\n'
              f'lease_seconds = {lease}\npatience_seconds = 2\n{more}')
    server = Server(config, init=False)
    server.database = database
    return server


def begin(database):
    """An empty ledger in the database."""
    with tempfile.TemporaryDirectory() as folder:
        run("--ledger", f"{folder}/ledger", "init", "--trial", "--origin", "cluster")
        return run("log", "copy", "--from", f"{folder}/ledger", "--to", database.connection("postgres"),
                   "--format", "json")


def place(server):
    _, _, body = server.ask("GET", "/readyz")
    return dict(line.split(" ", 1) for line in body.decode().splitlines() if " " in line)


def writes(server):
    return b"\nipepd_node_writes 1\n" in server.ask("GET", "/metrics")[2]


def writer_of(nodes, seconds=15):
    found = []

    def look():
        for one in nodes:
            try:
                if writes(one):
                    found.append(one)
                    return True
            except (OSError, http.client.HTTPException):
                pass  # it was killed, or is stopped
        return False
    wait_for(look, seconds)
    return found[0]


def head(server):
    return int(place(server)["position"])


def events(server):
    """All of its log, page by page."""
    rows, page = [], None
    while page is None or page:
        _, _, body = server.ask("GET", f"/api/v1/events?after={len(rows)}")
        page = [json.loads(line) for line in body.splitlines()]
        rows += page
    return rows


def check_whole(nodes, answered, seconds=20):
    """All nodes have the same log, and in it each fact that was acknowledged once. Gives its keys."""
    most = max(head(one) for one in nodes)
    wait_for(lambda: all(head(one) == most for one in nodes), seconds)
    logs = [events(one) for one in nodes]
    assert all(log == logs[0] for log in logs), [len(log) for log in logs]
    assert [row["position"] for row in logs[0]] == list(range(1, most + 1)), "a gap"
    keys = [row.get("key") for row in logs[0]]
    lost = {key: keys.count(key) for key in answered if keys.count(key) != 1}
    assert not lost, lost
    return keys


class Load:
    """Clients that record facts at any node until each is acknowledged; they retry with the same key."""

    def __init__(self, nodes, clients=4):
        self.nodes, self.answered, self.failed = nodes, {}, []
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(number,), daemon=True) for number in range(clients)]
        for thread in self.threads:
            thread.start()

    def work(self, number):
        try:
            for i in range(270):  # a year is budgeted once, and there are 1100 of them
                if self.ended.wait(0.02):
                    return
                self.record(f"c{number}-{i}", 1900 + number * 270 + i, f"{i + 1}.00", number + i)
        except Exception as error:
            self.failed.append(error)

    def record(self, key, year, amount, turn):
        while True:
            turn += 1
            try:
                status, _, body = self.nodes[turn % len(self.nodes)].post("/api/v1/facts", fact(key, year, amount), key)
            except (OSError, http.client.HTTPException):
                status = 503
            if status == 200:
                self.answered[key] = body
                return
            assert status in (409, 503), (key, status, body)
            if self.ended.is_set():
                return
            time.sleep(0.05)

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join(60)
        assert not self.failed, self.failed[0]
        return self.answered


class Nodes:
    """`seen_by` gives the database as the node of a number reaches it."""

    def __init__(self, database, count=3, seen_by=lambda database, number: database, more=""):
        self.all = [node(seen_by(database, number), f"n{number}", more=more) for number in range(count)]

    def __enter__(self):
        return self.all

    def __exit__(self, *what):
        for one in self.all:
            one.__exit__()


def check_wanted(names, needed=postgres.INSTALLED, what="PostgreSQL 15"):
    """The tests among a file's names, or those with a word of the command line in them."""
    if not needed:
        print(f"skipped: {what} is not installed (ops/setup --tests)")
        sys.exit(77)
    wanted = sys.argv[4:]
    check_all([test for name, test in list(names.items())
               if name.startswith("test_") and (not wanted or any(word in name for word in wanted))])
