#!/usr/bin/env python3
"""32 clients retry over random disconnects and kills of the server: every accepted fact once, in order, same answers.

    service_retry_test.py IPEP DATA [SEED]
"""
import http.client
import json
import random
import socket
import sys
import threading
import time

from service_client import Server, check_all, fact, run

CLIENTS, EACH, KILLS = 32, 12, 4
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())


def hang_up(server, body, key, dice):
    """Sends a request, whole or in part, and goes away without an answer."""
    request = (f"POST /api/v1/facts HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: {key}\r\n"
               f"Content-Length: {len(body)}\r\n\r\n{body}").encode()
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=2) as one:
            one.sendall(request[:dice.randrange(len(request)) if dice.random() < 0.5 else len(request)])
    except OSError:
        pass


def client(server, number, answers):
    dice = random.Random(SEED * 1000 + number)
    for i in range(EACH):
        key = f"c{number}-{i}"
        body = fact(key, 1900 + number * EACH + i)
        if dice.random() < 0.3:
            hang_up(server, body, key, dice)
        wanted = 2 if dice.random() < 0.3 else 1  # some ask again what they were answered
        while wanted:
            try:
                status, _, answer = server.post("/api/v1/facts", body, key=key)
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
                continue
            if status in (409, 503):
                time.sleep(0.01)
                continue
            assert status == 200, (key, status, answer)
            answers.setdefault(key, []).append(answer)
            wanted -= 1


def test_every_accepted_fact_once_in_order_with_the_same_answers():
    print(f"     seed {SEED}")
    dice = random.Random(SEED)
    with Server() as server:
        answers, failed = {}, []

        def work(number):
            try:
                client(server, number, answers)
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.05, 0.5))
            server.stop(9)
            server.start()
        for thread in threads:
            thread.join(50)
        assert not failed, failed[0]
        assert len(answers) == CLIENTS * EACH, len(answers)
        assert all(len(set(given)) == 1 for given in answers.values()), "another answer to the same request"
        assert all(json.loads(given[0])["appended"] == 1 for given in answers.values())
        assert server.stop() == 0
        lines = run("--ledger", server.ledger, "--format", "json", "events").stdout.splitlines()
        keys = [json.loads(line)["key"] for line in lines]
        assert sorted(keys) == sorted(answers), "a fact is lost or there twice"
        for number in range(CLIENTS):
            mine = [key for key in keys if key.startswith(f"c{number}-")]
            assert mine == [f"c{number}-{i}" for i in range(EACH)], "a client's facts are out of order"
        run("--ledger", server.ledger, "verify")


if __name__ == "__main__":
    check_all([test_every_accepted_fact_once_in_order_with_the_same_answers])
