#!/usr/bin/env python3
"""Nodes that share a log in PostgreSQL 15: one writes, the others follow and pass commands on. Each fault is a bounded
test: after it every acknowledged fact is there once, without a gap, and all nodes have the same log.

    cluster_test.py IPEP DATA [ROUNDS]
"""
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import postgres
from certificates import Authority
from cluster import LEASE, Load, Nodes, begin, check_wanted, check_whole, events, head, node, place, writer_of, writes
from service_client import DATA, IPEP, code_of, fact, run, wait_for

ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 1


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


def test_a_client_with_a_certificate_is_known_at_any_node():
    with tempfile.TemporaryDirectory() as folder, postgres.Postgres() as database:
        authority = Authority(folder)
        (certificate, key), _ = authority.signs("node"), authority.signs("ANNE")
        begin(database)
        more = (f'authority = "{authority.certificate}"\n[tls]\ncertificate = "{certificate}"\nkey = "{key}"\n'
                f'client_authority = "{authority.certificate}"\nclient_certificates_required = true\n')
        with Nodes(database, 2, more=more) as nodes:
            for one in nodes:
                one.context = authority.client("ANNE")
            writer = writer_of(nodes)
            for number, one in enumerate(nodes):
                status, _, body = one.post("/api/v1/facts", fact(f"by n{number}", 2031 + number))
                assert status == 200, (one is writer, body)
            check_whole(nodes, ["by n0", "by n1"])
            assert [row["actor"] for row in events(nodes[0])] == ["ANNE", "ANNE"]
            nodes[0].context = authority.client()
            try:
                nodes[0].ask("GET", "/healthz")
                raise AssertionError("nobody came in without a certificate")
            except OSError:
                pass


def test_a_writer_that_is_killed_is_followed_by_another_and_nothing_acknowledged_is_lost():
    for _ in range(ROUNDS):
        with postgres.Postgres() as database:
            begin(database)
            with Nodes(database) as nodes:
                writer = writer_of(nodes)
                load = Load(nodes)
                wait_for(lambda: len(load.answered) > 10, 30)
                writer.stop(signal.SIGKILL)
                killed = time.monotonic()
                writer_of([one for one in nodes if one is not writer])
                took = time.monotonic() - killed
                print(f"     taken over after {took:.1f} s")
                assert took < LEASE + 3, took
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
            with one.lines.open("a") as file:
                one.process = subprocess.Popen([IPEP.parent / "ipepd", "--config", one.config], stderr=file)
            wait_for(lambda: one.process.poll() is not None, 20)
            assert one.process.returncode == 3
            ended = [line for line in one.log() if line["event"] == "writing_ended"]
            assert ended[-1]["code"] == "copies_differ", ended


def test_a_ledger_moves_either_way_with_its_signed_heads():
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
    check_wanted(globals())
