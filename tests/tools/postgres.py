"""PostgreSQL 15 for tests and the demonstration: a primary and its standbys, each in a folder and behind a socket of
its own. PostgreSQL does not run as root; there it runs as `nobody`."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "ops/postgres/schema.sql"
INSTALLED = (PROGRAMS / "postgres").exists()


def as_its_user(*words):
    by = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*by, *map(str, words)], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120)
    assert done.returncode == 0, (words, done.stdout[-2000:])
    return done.stdout


def state_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


class Instance:
    """One server of the set."""

    def __init__(self, folder, name):
        self.name, self.sockets = name, folder / name
        self.data, self.lines = self.sockets / "data", self.sockets / "log"
        self.sockets.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.sockets, "nobody")

    def set(self, **settings):
        with (self.data / "postgresql.conf").open("a") as file:
            for key, value in settings.items():
                file.write(f"{key} = '{value}'\n")

    def start(self):
        as_its_user("sh", "-c", f"exec {PROGRAMS}/pg_ctl -w -s -D {self.data} -l {self.lines} start >/dev/null")

    def stop(self, how="immediate"):
        as_its_user(PROGRAMS / "pg_ctl", "-w", "-s", "-m", how, "-D", self.data, "stop")

    def kill(self):
        """All of its processes at once, as when its machine stops."""
        pids = [str(self.pid()), *subprocess.run(["pgrep", "-P", str(self.pid())], capture_output=True,
                                                 text=True).stdout.split()]
        subprocess.run(["kill", "-9", *pids], stderr=subprocess.DEVNULL)
        while any(pathlib.Path(f"/proc/{pid}").exists() and "Z" not in state_of(pid) for pid in pids):
            time.sleep(0.01)
        for lock in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)  # where nobody reaps it, its number is taken for a server that runs

    def runs(self):
        return subprocess.run([PROGRAMS / "pg_isready", "-q", "-h", self.sockets]).returncode == 0

    def pid(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def psql(self, statements, database="ledger"):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.sockets, "-U",
                               "postgres", "-d", database], input=statements, capture_output=True, text=True,
                              timeout=60)
        assert done.returncode == 0, (statements, done.stderr)
        return done.stdout.strip()


class Postgres:
    """A primary `p0` with so many standbys; a commit waits for one of them, where there are two."""

    def __init__(self, standbys=0, durable=False, first=None):
        """`first` is where the primary lies, where that is no folder beside the others."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ipep-postgres-"))
        self.folder.chmod(0o755)
        primary = Instance(first or self.folder, "p0")
        as_its_user(PROGRAMS / "initdb", "--no-sync", "-k", "-A", "trust", "-U", "postgres", "-E", "UTF8",
                    "--no-locale", "-D", primary.data)
        primary.set(listen_addresses="", unix_socket_directories=primary.sockets, shared_buffers="32MB",
                    fsync="on" if durable else "off", wal_level="replica", max_wal_senders="8",
                    wal_keep_size="256MB", hot_standby="on", max_connections="100", wal_receiver_timeout="5s",
                    wal_retrieve_retry_interval="200ms")
        primary.start()
        self.instances = [primary]
        primary.psql("create database ledger", "postgres")
        primary.psql(SCHEMA.read_text())
        primary.psql("create role node login in role ipep_node")
        for number in range(1, standbys + 1):
            self.instances.append(self.standby_of(primary, Instance(self.folder, f"p{number}")))
        self.primary = primary
        if standbys:
            self.wait_for_quorum(primary)

    def standby_of(self, primary, standby):
        as_its_user(PROGRAMS / "pg_basebackup", "-h", primary.sockets, "-U", "postgres", "-D", standby.data, "-X",
                    "stream", "-c", "fast", "--no-sync")
        self.follow(standby, primary)
        standby.start()
        return standby

    @staticmethod
    def follow(standby, primary):
        (standby.data / "standby.signal").touch()
        if os.geteuid() == 0:
            shutil.chown(standby.data / "standby.signal", "nobody")
        standby.set(unix_socket_directories=standby.sockets, synchronous_standby_names="",
                    primary_conninfo=f"host={primary.sockets} user=postgres application_name={standby.name}")

    def wait_for_quorum(self, primary):
        names = ", ".join(one.name for one in self.instances if one is not primary)
        primary.psql(f"alter system set synchronous_standby_names = 'ANY 1 ({names})'")
        primary.psql("select pg_reload_conf()")
        end = time.monotonic() + 20
        while primary.psql("select count(*) from pg_stat_replication where sync_state = 'quorum'") == "0":
            assert time.monotonic() < end, "no standby came"
            time.sleep(0.05)

    def promote_the_furthest(self, dead):
        """The standby that has most of the log becomes the primary; the others follow it."""
        left = [one for one in self.instances if one is not dead]
        place = "coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'"
        furthest = max(left, key=lambda one: int(one.psql(f"select {place}")))
        others = [one for one in left if one is not furthest]
        furthest.psql("select pg_promote()")
        for other in others:
            other.stop("fast")
            self.follow(other, furthest)
            other.start()
        names = ", ".join(one.name for one in others)
        furthest.psql(f"alter system set synchronous_standby_names = 'ANY 1 ({names})'")
        furthest.psql("select pg_reload_conf()")
        self.primary = furthest
        return furthest

    def bring_back(self, dead):
        """As a standby, with nothing of what it had."""
        shutil.rmtree(dead.data)
        self.standby_of(self.primary, dead)
        self.wait_for_quorum(self.primary)

    def connection(self, user="node"):
        """As libpq takes it: whichever of them can be written to."""
        hosts = ",".join(str(one.sockets) for one in self.instances)
        return f"host={hosts} dbname=ledger user={user} target_session_attrs=read-write"

    def __enter__(self):
        return self

    def __exit__(self, *what):
        for one in self.instances:
            try:
                one.stop()
            except AssertionError:
                pass  # a test ended it
        shutil.rmtree(self.folder, ignore_errors=True)
