#!/usr/bin/env python3
"""Nodes that share a log in PostgreSQL 15: one writes, the others follow and pass commands on. Each fault is a bounded
test: after it every acknowledged fact is there once, without a gap, and all nodes have the same log.

    cluster_test.py IPEP DATA [ROUNDS]
"""
import http.client
import json
import pathlib
import signal
import sys
import tempfile
import threading
import time

import postgres
from service_client import IPEP, Server, check_all, code_of, fact, run, wait_for

ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 1
LEASE = 2


def node(database, name, lease=LEASE):
    config = (f'log = "postgres"\n[postgres]\nconnection = "{database.connection()}"\nnode = "{name}"\n'
              f'lease_seconds = {lease}\npatience_seconds = 2\n')
    return Server(config, init=False)


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
    return server.ask("GET", "/api/v1/events")[2]


def check_whole(nodes, answered):
    """All nodes have the same log, and in it each fact that was acknowledged once."""
    most = max(head(one) for one in nodes)
    wait_for(lambda: all(head(one) == most for one in nodes), 20)
    bodies = [events(one) for one in nodes]
    assert len(set(bodies)) == 1, [len(body) for body in bodies]
    rows = [json.loads(line) for line in bodies[0].splitlines()] if bodies[0][:1] != b"[" else json.loads(bodies[0])
    assert [row["position"] for row in rows] == list(range(1, most + 1)), "a gap"
    keys = [row.get("key") for row in rows]
    for key in answered:
        assert keys.count(key) == 1, (key, keys.count(key))


class Load:
    """Clients that record facts at any node until each is acknowledged; they retry with the same key."""

    def __init__(self, nodes, clients=4):
        self.nodes, self.answered, self.failed = nodes, {}, []
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(clients)]
        for thread in self.threads:
            thread.start()

    def work(self, number):
        try:
            i = 0
            while not self.ended.is_set() and i < 400:
                self.record(f"c{number}-{i}", 1900 + number * 200 + i % 200, f"{i + 1}.00", number + i)
                i += 1
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
    def __init__(self, database, count=3):
        self.all = [node(database, f"n{number}") for number in range(count)]

    def __enter__(self):
        return self.all

    def __exit__(self, *what):
        for one in self.all:
            one.__exit__()


def test_one_writes_and_a_client_sees_one_service():
    with postgres.Postgres() as database:
        begin(database)
        with Nodes(database) as nodes:
            writer = writer_of(nodes)
            others = [one for one in nodes if one is not writer]
            status, headers, body = others[0].post("/api/v1/facts", fact("a", 2031), "once")
            assert status == 200 and headers["ETag"] == '"1"', (status, headers, body)
            for one in nodes:
                status, headers, again = one.post("/api/v1/facts", fact("a", 2031), "once")
                assert (status, again, headers.get("Idempotency-Replayed")) == (200, body, "true"), (status, again)
                status, _, refused = one.post("/api/v1/facts", fact("b", 2032), "once")
                assert status == 422 and code_of(refused) == "idempotency_key_reused", refused
            wait_for(lambda: all(head(one) == 1 for one in nodes))
            for one in nodes:
                status, headers, _ = one.ask("GET", "/api/v1/balances", Ipep_At_Least="1")
                assert status == 200 and headers["ETag"] == '"1"', headers
                status, headers, body = one.ask("GET", "/api/v1/events", Ipep_At_Least="2")
                assert status == 503 and code_of(body) == "node_behind" and headers["Retry-After"], body
                status, _, body = one.ask("GET", "/api/v1/events", Ipep_At_Least="two")
                assert status == 400 and code_of(body) == "parameter_malformed", body
                told = {"position": "1", "log": "1", "writer": f"n{nodes.index(writer)}", "database": "heard"}
                wait_for(lambda: place(one) == told)  # who holds the lease is heard a moment later
            status, _, body = others[0].post("/api/v1/facts", fact("c", 2033), Ipep_Passed_On="1")
            assert status == 503 and code_of(body) == "writer_elsewhere", body
            check_whole(nodes, ["a"])
            status, _, _ = others[1].ask("POST", "/api/v1/facts", fact("d", 2034))
            assert status == 400, "without a key it is refused as ever"


def test_a_writer_that_is_killed_is_followed_by_another_and_nothing_acknowledged_is_lost():
    with postgres.Postgres() as database:
        begin(database)
        with Nodes(database) as nodes:
            load = Load(nodes)
            for _ in range(ROUNDS):
                writer = writer_of(nodes)
                wait_for(lambda: len(load.answered) > 10, 30)
                writer.stop(signal.SIGKILL)
                killed = time.monotonic()
                left = [one for one in nodes if one is not writer]
                writer_of(left)
                took = time.monotonic() - killed
                print(f"     taken over after {took:.1f} s")
                assert took < LEASE + 5, took
                before = len(load.answered)
                wait_for(lambda: len(load.answered) > before + 5, 30)
                writer.start()
            answered = load.end()
            print(f"     {len(answered)} acknowledged, 0 lost")
            check_whole(nodes, answered)


def test_a_follower_that_lost_its_folder_makes_it_again_and_one_that_was_killed_goes_on():
    with postgres.Postgres() as database:
        begin(database)
        with Nodes(database) as nodes:
            writer = writer_of(nodes)
            load = Load(nodes, 2)
            wait_for(lambda: len(load.answered) > 10, 30)
            killed, emptied = [one for one in nodes if one is not writer]
            killed.stop(signal.SIGKILL)
            emptied.stop(signal.SIGKILL)
            import shutil
            shutil.rmtree(emptied.ledger)
            killed.start()
            emptied.start()
            before = len(load.answered)
            wait_for(lambda: len(load.answered) > before + 10, 30)
            check_whole(nodes, load.end())


def test_a_writer_that_sleeps_past_its_lease_appends_nothing_when_it_wakes():
    with postgres.Postgres() as database:
        begin(database)
        with Nodes(database) as nodes:
            writer = writer_of(nodes)
            others = [one for one in nodes if one is not writer]
            assert writer.post("/api/v1/facts", fact("before", 2031))[0] == 200
            writer.process.send_signal(signal.SIGSTOP)
            sleeper = threading.Thread(target=lambda: late.append(ask_late(writer)))
            late = []
            sleeper.start()
            now_writes = writer_of(others)
            epoch = database.primary.psql("select epoch from ipep.head")
            assert now_writes.post("/api/v1/facts", fact("meanwhile", 2032))[0] == 200
            writer.process.send_signal(signal.SIGCONT)
            sleeper.join(30)
            assert database.primary.psql("select max(epoch) from ipep.pack") == epoch
            assert database.primary.psql(f"select count(*) from ipep.pack where epoch < {epoch}") == "1"
            wait_for(lambda: not writes(writer))
            # What came while it slept was passed on, or refused; it is there once or not at all.
            answered = ["before", "meanwhile"] + (["late"] if late[0] == 200 else [])
            check_whole(nodes, answered)


def ask_late(server):
    try:
        return server.post("/api/v1/facts", fact("late", 2033), "late")[0]
    except (OSError, http.client.HTTPException):
        return 0


def test_a_primary_that_is_killed_loses_nothing_acknowledged():
    with postgres.Postgres(standbys=2) as database:
        begin(database)
        with Nodes(database) as nodes:
            writer_of(nodes)
            load = Load(nodes)
            wait_for(lambda: len(load.answered) > 20, 60)
            dead = database.primary
            import os
            os.kill(dead.pid(), signal.SIGKILL)
            killed = time.monotonic()
            database.promote_the_furthest(dead)
            before = len(load.answered)
            wait_for(lambda: len(load.answered) > before + 5, 60)
            print(f"     acknowledged again after {time.monotonic() - killed:.1f} s")
            answered = load.end()
            print(f"     {len(answered)} acknowledged, 0 lost")
            check_whole(nodes, answered)


def test_without_a_standby_nothing_is_acknowledged():
    with postgres.Postgres(standbys=2) as database:
        begin(database)
        with Nodes(database, 2) as nodes:
            writer = writer_of(nodes)
            assert writer.post("/api/v1/facts", fact("a", 2031))[0] == 200
            for standby in database.instances[1:]:
                standby.stop()
            status, headers, body = writer.post("/api/v1/facts", fact("b", 2032), "b")
            assert status == 503 and code_of(body) in ("outcome_unknown", "log_unreachable", "writer_elsewhere"), body
            assert head(writer) == 1 and writer.get("/api/v1/events"), "it reads on"
            for standby in database.instances[1:]:
                standby.start()

            def again():
                try:
                    return writer.post("/api/v1/facts", fact("b", 2032), "b")[0] == 200
                except (OSError, http.client.HTTPException):
                    return False
            wait_for(again, 40)
            check_whole(nodes, ["a", "b"])


def test_an_altered_pack_is_refused_by_its_position():
    with postgres.Postgres() as database:
        begin(database)
        with Nodes(database, 1) as nodes:
            writer_of(nodes)
            for number in range(4):
                assert nodes[0].post("/api/v1/facts", fact(f"k{number}", 2031 + number))[0] == 200
            database.primary.psql("update ipep.pack set bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) "
                                  "where first = 3 and count > 0")
            with node(database, "late") as late:
                wait_for(lambda: late.process.poll() is not None, 20)
                assert late.process.returncode == 3
                ended = [line for line in late.log() if line["event"] == "writing_ended"]
                assert ended and ended[0]["code"] == "damaged_record" and "3" in ended[0]["detail"], late.log()
            assert nodes[0].post("/api/v1/facts", fact("k9", 2040))[0] == 200, "who has it goes on"


def test_a_copy_that_was_written_to_by_itself_is_found():
    with postgres.Postgres() as database:
        begin(database)
        with node(database, "n") as one:
            writer_of([one])
            assert one.post("/api/v1/facts", fact("a", 2031))[0] == 200
            one.stop()
            lines = pathlib.Path(one.folder.name) / "line"
            lines.write_text(fact("alone", 2032) + "\n")
            run("--ledger", one.ledger, "append", lines)
            one.process = None
            one.config.write_text(f'ledger = "{one.ledger}"\nport = {one.port}\n' + one.more)
            import subprocess
            with one.lines.open("a") as file:
                one.process = subprocess.Popen([IPEP.parent / "ipepd", "--config", one.config], stderr=file)
            wait_for(lambda: one.process.poll() is not None, 20)
            assert one.process.returncode == 3
            ended = [line for line in one.log() if line["event"] == "writing_ended"]
            assert ended[-1]["code"] == "copies_differ", ended


def test_a_ledger_moves_either_way_with_its_signed_heads():
    from service_client import DATA
    with postgres.Postgres() as database, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        first, back, key = folder / "first", folder / "back", folder / "key"
        run("--ledger", first, "init", "--trial", "--origin", "moved")
        run("--ledger", first, "append", DATA / "experiment.jsonl")
        run("--ledger", first, "settle", "2019")
        run("--ledger", first, "settle", "2020")
        run("key", "new", key, "--name", "moved")
        connection = database.connection("postgres")
        there = json.loads(run("log", "copy", "--from", first, "--to", connection, "--format", "json").stdout)
        assert "ledger_exists" in run("log", "copy", "--from", first, "--to", connection, ok=1).stderr
        and_back = json.loads(run("log", "copy", "--from", connection, "--to", back, "--format", "json").stdout)
        assert there == and_back and there["position"] > 100 and there["personal"] > 0, (there, and_back)
        assert "ledger_exists" in run("log", "copy", "--from", connection, "--to", back, ok=1).stderr
        assert "parameter_malformed" in run("log", "copy", "--from", first, "--to", back, ok=1).stderr
        assert "log_unreachable" in run("log", "copy", "--from", "host=/nowhere", "--to", folder / "none", ok=3).stderr
        assert not (folder / "none").exists()
        heads = [run("--ledger", one, "checkpoint", "--key", key).stdout for one in (first, back)]
        assert heads[0] == heads[1], heads
        run("--ledger", back, "verify")
        for words in (["--format", "json", "events"], ["--format", "json", "balances"]):
            assert run("--ledger", first, *words).stdout == run("--ledger", back, *words).stdout, words


if __name__ == "__main__":
    if not postgres.INSTALLED:
        print("skipped: PostgreSQL 15 is not installed (ops/setup --tests)")
        sys.exit(77)
    wanted = sys.argv[4:]
    check_all([test for name, test in list(globals().items())
               if name.startswith("test_") and (not wanted or any(word in name for word in wanted))])
