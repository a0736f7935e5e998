#!/usr/bin/env python3
"""A person in a browser at a node that follows reads and acts as at the one that writes.

    cluster_console_test.py IPEP DATA
"""
import json
import signal
import time

import postgres
from cluster import Nodes, begin, check_wanted, check_whole, events, head, place, writer_of
from service_client import code_of, fact, wait_for
from service_person import Person, hidden

BUDGET = {"on": "2024-07-01", "paymentYear": "2030", "amount": "1 000,5", "source": "arrêté"}


def grant(person, role):
    return json.dumps({"key": person, "on": "2019-01-01", "fact": {"roleGranted": {"person": person, "role": role}}})


def word_of(person):
    """What the person's pages prove themselves by."""
    return hidden(person.page("/integrity"), "csrf")


def by_script(person, lines, key, word=None):
    return person.server.post("/api/v1/facts", lines, key, Cookie=person.cookie, X_Csrf_Token=word or word_of(person))


def test_a_person_at_a_node_that_follows_reads_and_acts():
    with postgres.Postgres() as database:
        begin(database)
        with Nodes(database) as nodes:
            writer = writer_of(nodes)
            here, other = [one for one in nodes if one is not writer]
            status, _, body = here.post("/api/v1/facts", grant("ROOT", "admin"))
            assert status == 200, body
            wait_for(lambda: head(here) == 1)
            root = Person(here, "ROOT")
            status, _, body = by_script(root, grant("ANNE", "cnam") + "\n" + grant("LEROY", "auditor"), "roles")
            assert status == 200, body
            wait_for(lambda: head(here) == head(other) == 3)
            anne, leroy = Person(here, "ANNE"), Person(here, "LEROY")

            where = anne.record("/facts/envelopeBudgeted", BUDGET)
            assert head(here) == 4, "she goes on where her act is not known"
            assert "2030" in anne.page(where), where
            assert '"ANNE"' in json.dumps(events_of(here, anne)[-1]), events_of(here, anne)[-1]

            assert anne.send("/facts/envelopeBudgeted", {**BUDGET, "csrf": "x"})[0] == 403
            refused = leroy.send("/facts/envelopeBudgeted/recording", {**BUDGET, "csrf": word_of(leroy)})
            assert refused[0] == 403, "who may not act may not act through another node"
            abroad = other.ask("GET", "/facts", Cookie=anne.cookie, Accept="text/html")
            assert abroad[0] == 303 and abroad[1]["Location"].startswith("/login"), "a session is one node's"

            status, _, body = by_script(anne, fact("by script", 2041), "script")
            assert status == 200, body
            status, _, body = by_script(anne, fact("forged", 2042), "forged", "x")
            assert status == 403 and code_of(body) == "form_forged", body

            writer.stop(signal.SIGKILL)
            name = f"n{nodes.index(writer_of([here, other]))}"
            wait_for(lambda: place(here)["writer"] == name)
            anne.record("/facts/envelopeBudgeted", {**BUDGET, "paymentYear": "2031"})
            keys = [row["key"] for row in events_of(here, anne)]
            assert "by script" in keys and "forged" not in keys and len(keys) == 6, keys


def events_of(server, person):
    body = server.ask("GET", "/api/v1/events", Cookie=person.cookie)[2]
    return [json.loads(line) for line in body.splitlines()]


def test_nobody_vouches_but_a_node():
    with postgres.Postgres() as database:
        begin(database)
        with Nodes(database, 2) as nodes:
            for server in nodes:
                for said in ("", f"at={int(time.time())}&body=&csrf=x&person=ROOT&signed_in=1&seal=" + "0" * 64):
                    status, _, body = server.post("/api/v1/facts", fact("forged", 2031), Ipep_Vouched=said or "x")
                    assert status == 401 and code_of(body) == "credentials_invalid", (status, body)
            check_whole(nodes, [])
            assert events(nodes[0]) == []


if __name__ == "__main__":
    check_wanted(globals())
