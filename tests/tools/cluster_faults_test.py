#!/usr/bin/env python3
"""Nodes over PostgreSQL while servers, networks, disks and clocks fail. After each fault every acknowledged fact is in
the log once, at its position, and what clients were answered is what one log can have answered (history.py).

    cluster_faults_test.py IPEP DATA [ROUNDS] [WORDS OF TESTS]
"""
import contextlib
import itertools
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import postgres
from cluster import LEASE, Nodes, begin, check_wanted, check_whole, events, node, place, writer_of, writes
from history import Clients, check_history, work_on
from service_client import code_of, fact, wait_for
from wire import Wired

ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 1


@contextlib.contextmanager
def cluster(standbys=0, **more):
    """A database and three nodes over it, once one of them writes."""
    with postgres.Postgres(standbys) as database:
        begin(database)
        with Nodes(database, **more) as nodes:
            writer_of(nodes)
            yield database, nodes


def kill(pid):
    os.kill(pid, signal.SIGKILL)


def wired(database, number):
    return Wired(database)


def appended_when_deposed(database):
    """How many packs lie behind one of a later epoch."""
    return database.primary.psql("select count(*) from ipep.pack p where epoch < "
                                 "(select max(epoch) from ipep.pack q where q.number < p.number)")


def test_a_follower_whose_wire_breaks_catches_up():
    with cluster(seen_by=wired) as (_, nodes):
        writer = writer_of(nodes)
        cut = next(one for one in nodes if one is not writer)
        clients = Clients(nodes)
        for how in ("cut", "hole", "slow"):
            work_on(clients)
            cut.database.set(how)
            wait_for(lambda: how == "slow" or place(cut)["database"] == "silent")
            work_on(clients)
            assert writes(writer), "who writes is not concerned"
            cut.database.set("whole")
            wait_for(lambda: place(cut)["database"] == "heard", 20)
        check_history(nodes, clients)


def test_a_writer_whose_wire_breaks_is_followed_by_another_and_appends_nothing_more():
    for how in ("cut", "hole"):
        with cluster(seen_by=wired) as (database, nodes):
            writer = writer_of(nodes)
            clients = Clients(nodes)
            work_on(clients)
            writer.database.set(how)
            start = time.monotonic()
            now_writes = writer_of([one for one in nodes if one is not writer])
            print(f"     {how}: taken over after {time.monotonic() - start:.1f} s")
            assert writes(writer), "two believe they write"
            status, _, body = writer.post("/api/v1/facts", fact("late", 2033))
            assert status == 503 and code_of(body) in ("log_unreachable", "outcome_unknown"), body
            work_on(clients)
            writer.database.set("whole")  # what it had sent arrives now
            wait_for(lambda: not writes(writer), 20)
            work_on(clients)
            assert writes(now_writes)
            check_history(nodes, clients)
            assert appended_when_deposed(database) == "0"


def test_over_a_slow_wire_all_goes_on():
    with cluster(seen_by=wired) as (_, nodes):
        clients = Clients(nodes)
        writer_of(nodes).database.set("slow")
        work_on(clients, 20)
        check_history(nodes, clients)


def test_an_answer_that_is_lost_after_the_commit_is_given_to_who_asks_at_another_node():
    for then in ("whole", "cut"):  # the writer goes on, or is gone
        with cluster(seen_by=wired) as (database, nodes):
            writer = writer_of(nodes)
            other = next(one for one in nodes if one is not writer)
            writer.database.set("whole", (b"appended", b"known"), then)
            status, _, body = writer.post("/api/v1/facts", fact("once", 2031), "once")
            assert status == 503 and code_of(body) == "outcome_unknown", (status, body)
            assert writer.database.lost() >= (3 if then == "whole" else 1), "its answer came through"
            if then == "whole":
                writer.database.set("whole")
            found = []

            def again():
                found[:] = other.post("/api/v1/facts", fact("once", 2031), "once")
                return found[0] == 200
            wait_for(again, 30)
            assert found[1]["Idempotency-Replayed"] == "true" and found[1]["ETag"] == '"1"', found
            assert database.primary.psql("select count(*) from ipep.pack where count > 0") == "1"
            writer.database.set("whole")
            check_whole(nodes, ["once"])


ROLES = ("writer", "follower", "primary", "standby")


def kill_together(roles, database, nodes):
    """Kills all that are named at once; gives what sets the whole up again."""
    writer = writer_of(nodes)
    dead_nodes = [writer] if "writer" in roles else []
    if "follower" in roles:
        dead_nodes.append(next(one for one in nodes if one is not writer))
    primary = database.primary
    dead_servers = [primary] if "primary" in roles else []
    if "standby" in roles:
        dead_servers.append(next(one for one in database.instances if one is not primary))
    for one in dead_nodes:
        kill(one.process.pid)
    for one in dead_servers:
        one.kill()

    def mend():
        if dead_servers == [primary]:
            database.promote_the_furthest(primary)
            database.bring_back(primary)
        else:  # the one that is left may lack what the others acknowledged
            for one in dead_servers:
                one.start()
        for one in dead_nodes:
            one.process.wait()
            one.start()
    return mend


def test_each_pair_killed_together_loses_nothing():
    pairs = list(itertools.combinations(ROLES, 2))
    for first in range(0, max(ROUNDS, len(pairs)), len(pairs)):
        with cluster(standbys=2) as (database, nodes):
            clients = Clients(nodes, pause=0.2)
            for pair in random.sample(pairs, len(pairs)):
                work_on(clients, 5)
                start = time.monotonic()
                kill_together(pair, database, nodes)()
                work_on(clients, 5)
                print(f"     {' and '.join(pair)}: whole and acknowledging after {time.monotonic() - start:.1f} s")
            check_history(nodes, clients, 60)


def test_the_whole_set_cut_at_once_starts_again():
    with cluster(standbys=2) as (database, nodes):
        clients = Clients(nodes)
        work_on(clients, 20)
        for one in nodes:
            kill(one.process.pid)
        for one in database.instances:
            one.kill()
        for one in nodes:
            one.process.wait()
        nodes[0].start()  # before there is a database
        for one in database.instances:
            one.start()
        for one in nodes[1:]:
            one.start()
        work_on(clients)
        check_history(nodes, clients)


def test_an_old_primary_that_comes_back_is_not_taken_for_the_primary():
    with cluster(standbys=2, seen_by=wired) as (database, nodes):
        clients = Clients(nodes, pause=0.05)
        work_on(clients, 20)
        old = database.primary
        old.kill()
        database.promote_the_furthest(old)
        work_on(clients)
        # It was told to wait for nobody, and stands first in every connection string.
        old.start()
        old.psql("alter system set synchronous_standby_names = ''")
        old.psql("select pg_reload_conf()")
        assert old.psql("create table public.alone (); select pg_is_in_recovery()") == "f"
        had = old.psql("select pack, epoch from ipep.head")
        for one in nodes:  # each has to choose again
            one.database.set("cut")
            one.database.set("whole")
        nodes[0].stop(signal.SIGKILL)
        nodes[0].start()
        work_on(clients)
        late = Wired(database)
        with node(late, "late") as new:
            work_on(clients)
            check_history([*nodes, new], clients)
        assert old.psql("select pack, epoch from ipep.head") == had, "it was taken for the primary"


@contextlib.contextmanager
def small_disk(folder):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "small", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_primary_whose_disk_is_full_acknowledges_nothing_it_may_lose():
    if os.geteuid() != 0:
        print("     skipped: who is not root may not mount a small disk")
        return
    with tempfile.TemporaryDirectory() as place_of_disk, small_disk(place_of_disk) as disk:
        with postgres.Postgres(standbys=2, first=pathlib.Path(disk)) as database:
            begin(database)
            with Nodes(database) as nodes:
                writer_of(nodes)
                clients = Clients(nodes, pause=0.05)
                work_on(clients)
                with open(f"{disk}/ballast", "wb", buffering=0) as ballast:
                    with contextlib.suppress(OSError):
                        while True:
                            ballast.write(bytes(4096))
                refused = lambda: nodes[0].post("/api/v1/facts", fact("full", 2999), "full")[0] == 503
                wait_for(refused, 60)
                stopped = len(clients.acknowledged())
                time.sleep(2)
                print(f"     refused with {len(clients.acknowledged()) - stopped} acknowledged meanwhile; "
                      f"PostgreSQL {'goes on' if database.primary.runs() else 'has stopped'}")
                os.unlink(f"{disk}/ballast")
                if not database.primary.runs():
                    database.primary.start()
                work_on(clients)
                check_history(nodes, clients)


FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


def test_steps_of_the_nodes_clocks_end_no_lease_and_lose_nothing():
    if not FAKETIME.exists():
        print("     skipped: faketime is not installed (ops/setup --tests)")
        return
    with cluster() as (database, nodes):
        clocks = [pathlib.Path(one.folder.name) / "clock" for one in nodes]
        for one, clock in zip(nodes, clocks):
            clock.write_text("+0")
            one.stop()
            one.environment = os.environ | {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock),
                                            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
            one.start()
        at = nodes.index(writer_of(nodes))
        epoch = database.primary.psql("select epoch from ipep.head")
        clients = Clients(nodes, pause=0.05)
        for own, others in (("+3600", "-3600"), ("-7200", "+7200")):
            work_on(clients)
            for number, clock in enumerate(clocks):
                clock.write_text(own if number == at else others)
            work_on(clients)
            time.sleep(LEASE + 1)
        assert database.primary.psql("select epoch from ipep.head") == epoch, "a lease ended"
        clocks[at].write_text("+86400")
        work_on(clients)
        kill(nodes[at].process.pid)  # who follows it has a clock that is a day behind
        writer_of([one for one in nodes if one is not nodes[at]])
        work_on(clients)
        nodes[at].process.wait()
        nodes[at].start()
        check_history(nodes, clients)
        times = [row["recordedAt"] for row in events(nodes[0])]
        assert times[-1] > time.strftime("%Y-%m-%dT%H", time.gmtime(time.time() + 43200)), "no clock was stepped"
        assert times == sorted(times), "what was recorded later says an earlier time"


def test_a_clock_of_the_database_that_is_put_back_holds_up_no_takeover():
    with cluster() as (database, nodes):
        writer = writer_of(nodes)
        kill(writer.process.pid)
        # As a lease looks once the clock it was given by stands an hour earlier.
        database.primary.psql("update ipep.head set until = until + interval '1 hour'")
        start = time.monotonic()
        writer_of([one for one in nodes if one is not writer])
        assert time.monotonic() - start < LEASE + 3
        writer.process.wait()


if __name__ == "__main__":
    check_wanted(globals())
