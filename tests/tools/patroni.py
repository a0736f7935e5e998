"""Three PostgreSQL 15 under Patroni, with an etcd of their own, as Debian has both: on free ports of the loopback, in a
folder that goes with them."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request

from postgres import PROGRAMS, SCHEMA
from service_client import wait_for

INSTALLED = all(map(shutil.which, ("patroni", "etcd"))) and (PROGRAMS / "postgres").exists()
# A standby has what is acknowledged, and none but such a one is promoted.
SETTINGS = """
scope: ledger
name: {name}
restapi: {{listen: "127.0.0.1:{rest}", connect_address: "127.0.0.1:{rest}"}}
etcd3: {{host: "127.0.0.1:{etcd}"}}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 5
    retry_timeout: 5
    synchronous_mode: true
    synchronous_mode_strict: true
    postgresql: {{use_pg_rewind: true, parameters: {{wal_keep_size: 256MB, hot_standby: "on"}}}}
  initdb: [data-checksums, no-sync, {{encoding: UTF8}}, {{auth: trust}}, {{username: postgres}}]
postgresql:
  listen: "127.0.0.1:{port}"
  connect_address: "127.0.0.1:{port}"
  data_dir: {folder}/data
  bin_dir: {programs}
  pgpass: {folder}/pgpass
  parameters: {{unix_socket_directories: "{folder}", shared_buffers: 32MB}}
  pg_hba: [local all all trust, host all all 127.0.0.1/32 trust, host replication all 127.0.0.1/32 trust]
  authentication:
    superuser: {{username: postgres}}
    replication: {{username: postgres}}
    rewind: {{username: postgres}}
"""


def free_ports(count):
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [door.getsockname()[1] for door in doors]
    for door in doors:
        door.close()
    return ports


class Member:
    def __init__(self, folder, name, etcd):
        self.name, self.folder = name, folder / name
        self.folder.mkdir()
        self.rest, self.port = free_ports(2)
        self.settings = self.folder / "patroni.yml"
        self.settings.write_text(SETTINGS.format(name=name, rest=self.rest, port=self.port, etcd=etcd,
                                                 folder=self.folder, programs=PROGRAMS))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody")
        self.lines = (folder / f"{name}.log").open("a")
        self.start()

    def start(self):
        by = {"user": "nobody"} if os.geteuid() == 0 else {}
        self.process = subprocess.Popen(["patroni", self.settings], stdout=self.lines, stderr=self.lines,
                                        cwd=self.folder, start_new_session=True, **by)

    def kill(self):
        """As when its machine stops: Patroni and all of PostgreSQL."""
        pids = [self.process.pid]
        if (self.folder / "data/postmaster.pid").exists():
            postmaster = (self.folder / "data/postmaster.pid").read_text().split()[0]
            children = subprocess.run(["pgrep", "-P", postmaster], capture_output=True, text=True).stdout.split()
            pids += map(int, [postmaster, *children])
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # it went with its postmaster
        self.process.wait()
        (self.folder / "data/postmaster.pid").unlink(missing_ok=True)

    def state(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/patroni", timeout=2) as answer:
                return json.load(answer)
        except OSError:
            return {}


class Patroni:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ipep-patroni-"))
        self.folder.chmod(0o755)
        etcd, peers = free_ports(2)
        own, peer = f"http://127.0.0.1:{etcd}", f"http://127.0.0.1:{peers}"
        self.etcd = subprocess.Popen(
            ["etcd", "--data-dir", self.folder / "etcd", "--unsafe-no-fsync", "--listen-client-urls", own,
             "--advertise-client-urls", own, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
             "--initial-cluster", f"default={peer}"], stderr=(self.folder / "etcd.log").open("w"))
        self.members = [Member(self.folder, f"p{number}", etcd) for number in range(3)]
        try:
            wait_for(self.is_whole, 120)
            self.psql("create database ledger", "postgres")
            self.psql(SCHEMA.read_text())
            self.psql("create role node login in role ipep_node")
        except BaseException:
            self.__exit__()
            raise

    def primary(self):
        return next((one for one in self.members if one.state().get("role") in ("master", "primary")), None)

    def is_whole(self):
        roles = [(one.state().get("role"), one.state().get("sync_standby")) for one in self.members]
        return self.primary() and all(role for role, _ in roles) and any(sync for _, sync in roles)

    def psql(self, statements, database="ledger"):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.primary().folder,
                               "-p", str(self.primary().port), "-U", "postgres", "-d", database], input=statements,
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def connection(self, user="node"):
        ports = ",".join(str(one.port) for one in self.members)
        return (f"host=127.0.0.1,127.0.0.1,127.0.0.1 port={ports} dbname=ledger user={user} "
                "target_session_attrs=read-write")

    def __enter__(self):
        return self

    def __exit__(self, *what):
        for one in self.members:
            one.kill()
        self.etcd.kill()
        self.etcd.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
