#!/usr/bin/env python3
"""Nodes over PostgreSQL under Patroni: the machine of the primary is gone, and another is promoted by itself.

    cluster_patroni_test.py IPEP DATA
"""
import time

import patroni
from cluster import Nodes, begin, check_wanted, writer_of
from history import Clients, check_history, work_on
from service_client import wait_for


def test_the_primary_is_gone_and_patroni_promotes_another():
    with patroni.Patroni() as database:
        begin(database)
        with Nodes(database) as nodes:
            writer_of(nodes)
            clients = Clients(nodes, pause=0.2)
            work_on(clients)
            dead = database.primary()
            dead.kill()
            start = time.monotonic()
            work_on(clients, 1)
            took = time.monotonic() - start
            print(f"     acknowledged again after {took:.1f} s")
            assert took < 30, took
            assert database.primary() is not dead
            dead.start()
            wait_for(database.is_whole, 60)
            work_on(clients)
            check_history(nodes, clients)


if __name__ == "__main__":
    check_wanted(globals(), patroni.INSTALLED, "Patroni, etcd or PostgreSQL 15")
