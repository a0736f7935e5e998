"""History: what clients of a shared log asked and were answered, and whether one log could have answered so.

An operation is a dictionary: `at` the node, `invoked` and `answered` in seconds (None: nothing certain was heard), and
 - of an append: `key`, `expected` (the position it was to stand behind, or None), `position` (or None: refused);
 - of a reading: `least` (the position it asked at least), `position`, and `keys`, what it saw.
"""
import bisect
import http.client
import json
import random
import threading
import time

from cluster import check_whole
from service_client import fact, wait_for


def faults_of(history, log):
    """What cannot have been, a sentence each; `log` has the key of each position, the first is 1."""
    faults = []
    places = {key: place for place, key in enumerate(log, 1)}
    if len(places) != len(log):
        faults.append("a key is in the log twice")
    appends = [one for one in history if "key" in one]
    readings = [one for one in history if "keys" in one and one["answered"] is not None]
    acknowledged = [one for one in appends if one["answered"] is not None and one["position"] is not None]
    for one in acknowledged:
        if places.get(one["key"]) != one["position"]:
            faults.append(f"{one['key']} was acknowledged at {one['position']}, and is at {places.get(one['key'])}")
        if one["expected"] is not None and one["position"] != one["expected"] + 1:
            faults.append(f"{one['key']} was to stand behind {one['expected']}, and is at {one['position']}")
    for one in appends:
        if one["answered"] is not None and one["position"] is None and one["key"] in places:
            faults.append(f"{one['key']} was refused, and is in the log")
    faults += order_faults(acknowledged)
    invoked = {one["key"]: one["invoked"] for one in appends}
    for one in readings:
        if one["position"] < one["least"]:
            faults.append(f"a reading asked {one['least']} at least, and was answered at {one['position']}")
        if one["keys"] != log[:one["position"]]:
            faults.append(f"a reading at {one['position']} does not show the log until there")
        if any(invoked.get(key, 0) > one["answered"] for key in one["keys"]):
            faults.append(f"a reading at {one['position']} shows what was asked for after it")
    return faults + backward_faults(readings)


def order_faults(acknowledged):
    """Where one was answered before another was asked for, it stands before it."""
    by_answer = sorted(acknowledged, key=lambda one: one["answered"])
    answers, highest = [one["answered"] for one in by_answer], []
    for one in by_answer:
        highest.append(max(one["position"], highest[-1] if highest else 0))
    faults = []
    for one in acknowledged:
        before = bisect.bisect_left(answers, one["invoked"])
        if before and highest[before - 1] > one["position"]:
            faults.append(f"{one['key']} at {one['position']} stands before what was acknowledged before it began")
    return faults


def backward_faults(readings):
    """A node never goes back, whatever it went through."""
    faults = []
    for node in {one["at"] for one in readings}:
        here = sorted((one for one in readings if one["at"] == node), key=lambda one: one["answered"])
        for one in here:
            earlier = [other["position"] for other in here if other["answered"] < one["invoked"]]
            if earlier and max(earlier) > one["position"]:
                faults.append(f"node {node} showed {max(earlier)}, then {one['position']}")
    return faults


class Clients:
    """Clients of a service of several nodes: each appends, at times at an expected position, asks again at another node
    until something certain is heard, and reads at any node, often at least what it knows of. All of it is recorded."""

    def __init__(self, nodes, clients=4, pause=0.01, seed=None):
        self.nodes, self.pause = nodes, pause
        self.seed = seed if seed is not None else random.randrange(1_000_000)
        self.history, self.failed, self.seen, self.asked = [], [], 0, 0
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(number,), daemon=True) for number in range(clients)]
        for thread in self.threads:
            thread.start()

    def acknowledged(self):
        with self.lock:
            return [one["key"] for one in self.history if "key" in one and one["position"] is not None]

    def work(self, number):
        chance = random.Random(self.seed * 100 + number)
        try:
            turn = 0
            while not self.ended.wait(self.pause) and self.asked < 900:  # a page of events has 1000
                turn += 1
                if chance.random() < 0.4:
                    self.read(chance)
                else:
                    self.append(f"c{number}-{turn}", chance)
        except Exception as error:
            self.failed.append(error)

    def note(self, one, start):
        one |= {"invoked": start, "answered": time.monotonic()}
        with self.lock:
            self.history.append(one)
            self.seen = max(self.seen, one["position"] or 0)

    def append(self, key, chance):
        expected = self.seen if chance.random() < 0.3 else None
        with self.lock:
            self.asked += 1
            body, more = fact(key, 1900 + self.asked), {}
        if expected is not None:
            more["If_Match"] = f'"{expected}"'
        start, one = time.monotonic(), None
        while not self.ended.is_set():
            at = chance.randrange(len(self.nodes))
            try:
                status, headers, answer = self.nodes[at].post("/api/v1/facts", body, key, **more)
            except (OSError, http.client.HTTPException):
                status = 503
            one = {"at": at, "key": key, "expected": expected}
            if status == 200:
                return self.note(one | {"position": int(headers["ETag"].strip('"'))}, start)
            if status == 412:
                return self.note(one | {"position": None}, start)
            assert status in (409, 503), (key, status, answer)
            self.ended.wait(0.05)
        if one is None:  # the end came before it was asked
            return
        with self.lock:  # nothing certain was heard of it
            self.history.append(one | {"position": None, "invoked": start, "answered": None})

    def read(self, chance):
        at = chance.randrange(len(self.nodes))
        least = self.seen if chance.random() < 0.7 else 0
        start = time.monotonic()
        try:
            status, _, body = self.nodes[at].ask("GET", "/api/v1/events", Ipep_At_Least=str(least))
        except (OSError, http.client.HTTPException):
            return
        if status == 503:
            return
        assert status == 200, (status, body)
        keys = [json.loads(line)["key"] for line in body.splitlines()]
        self.note({"at": at, "least": least, "position": len(keys), "keys": keys}, start)

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join(60)
        assert not self.failed, (self.seed, self.failed[0])
        return self.history


def check_history(nodes, clients, seconds=30):
    history = clients.end()
    log = check_whole(nodes, clients.acknowledged(), seconds)
    faults = faults_of(history, log)
    assert not faults, (clients.seed, faults[:5])
    readings = sum("keys" in one for one in history)
    print(f"     {len(clients.acknowledged())} acknowledged, {readings} readings, 0 lost")
    assert clients.acknowledged() and readings, "nothing was tried"


def work_on(clients, more=10, seconds=60):
    before = len(clients.acknowledged())
    wait_for(lambda: clients.failed or len(clients.acknowledged()) >= before + more, seconds)
    assert not clients.failed, (clients.seed, clients.failed[0])
