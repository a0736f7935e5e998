"""Wire: between a node and a database, in the hands of a test. It cuts, swallows, slows, and loses chosen answers."""
import contextlib
import socket
import threading
import time


class Wire:
    """Takes connections on a port of the loopback and passes bytes to a socket of the file system, and back.

    `how` is "whole"; "cut": connections are dropped and none is taken; "hole": all is taken and nothing passed on;
    "slow": each piece waits `slow` seconds. `losing` are words: an answer that has one is dropped with its connection,
    and what follows is as `then` says.
    """

    def __init__(self, to):
        self.to, self.how, self.slow, self.losing, self.then, self.lost = str(to), "whole", 0.05, (), "whole", 0
        self.pairs, self.lock = [], threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.take, daemon=True).start()

    def set(self, how, losing=(), then="whole"):
        self.how, self.losing, self.then = how, losing, then
        if how == "cut":
            self.drop()

    def drop(self):
        with self.lock:
            pairs, self.pairs = self.pairs, []
        for pair in pairs:
            self.close(pair)

    @staticmethod
    def close(pair):
        for end in pair:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def take(self):
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return  # it was closed
            if self.how == "cut":
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(self.to)
            except OSError:
                near.close()
                continue
            pair = (near, far)
            with self.lock:
                self.pairs.append(pair)
            threading.Thread(target=self.pump, args=(pair, near, far, False), daemon=True).start()
            threading.Thread(target=self.pump, args=(pair, far, near, True), daemon=True).start()

    def pump(self, pair, come, go, answers):
        with contextlib.suppress(OSError):
            while piece := come.recv(65536):
                if answers and any(word in piece for word in self.losing):
                    self.lost += 1
                    self.close(pair)
                    self.set(self.then, self.losing if self.then == "whole" else ())
                    return
                while self.how == "hole":
                    time.sleep(0.02)
                if self.how == "slow":
                    time.sleep(self.slow)
                go.sendall(piece)
        self.close(pair)

    def end(self):
        self.how = "cut"
        self.door.shutdown(socket.SHUT_RDWR)  # closing alone leaves who waits in accept() to take one more
        self.door.close()
        self.drop()


class Wired:
    """The same database as one node sees it: over a wire of its own to each server."""

    def __init__(self, database):
        self.wires = [Wire(one.sockets / ".s.PGSQL.5432") for one in database.instances]

    def set(self, how, losing=(), then="whole"):
        for wire in self.wires:
            wire.set(how, losing, then)

    def lost(self):
        return sum(wire.lost for wire in self.wires)

    def connection(self, user="node"):
        ports = ",".join(str(wire.port) for wire in self.wires)
        hosts = ",".join("127.0.0.1" for _ in self.wires)
        return f"host={hosts} port={ports} dbname=ledger user={user} sslmode=disable target_session_attrs=read-write"

    def end(self):
        for wire in self.wires:
            wire.end()
