#!/usr/bin/env python3
"""Reminders by mail: who is told what, how often, and what a relay that does not take them does: nothing to the ledger.

    service_reminders_test.py IPEP DATA
"""
import datetime
import json
import pathlib
import subprocess
import tempfile
import time
import zoneinfo

from mail_sink import Relay
from service_client import DATA, IPEP, Server, check_all, fact, run, wait_for

ROLES = [{"person": "ROOT", "role": "admin"}, {"person": "CLAIRE", "role": "cnam"},
         {"person": "KARIM", "role": "cnam"}, {"person": "MARTIN", "role": "director", "cpam": "351"},
         {"person": "DURAND", "role": "dcf", "cpam": "351"}, {"person": "LEROY", "role": "auditor"}]
ADDRESSES = {"DURAND": "d@cpam.example", "CLAIRE": "c@cnam.example", "KARIM": "k@cnam.example",
             "LEROY": "l@cour.example"}


def address_in(header):
    [one] = header.addresses
    return one.addr_spec


class Told(Server):
    """A server whose persons have work: orders for the DCF, a settlement that a second person of the Cnam validates."""

    def __init__(self, relay, more="", addresses=None):
        super().__init__(facts=DATA / "worked.jsonl")
        self.stop()
        self.relay = relay
        for number, role in enumerate(ROLES):
            line = {"key": f"role-{number}", "on": "2020-01-01", "fact": {"roleGranted": role}}
            run("--ledger", self.ledger, "--actor", "ROOT", "append", self.file("role", json.dumps(line) + "\n"))
        run("--ledger", self.ledger, "--actor", "CLAIRE", "settle", 2019)
        run("--ledger", self.ledger, "--actor", "MARTIN", "order", 351)
        self.addresses = self.file("addresses", "# who is told\n\n" + "".join(
            f"{person} {address}\n" for person, address in (addresses or ADDRESSES).items()))
        self.more = (f'url = "https://{relay.url[7:].split(":")[0]}"\n[mail]\nrelay = "{relay.url}"\n'
                     f'from = "ipep@cnam.example"\naddresses = "{self.addresses}"\nhour = 0\n' + more)
        self.start()

    def file(self, name, content):
        path = pathlib.Path(self.folder.name) / name
        path.write_text(content)
        return path

    def events(self, name):
        return [line for line in self.log() if line["event"] == name]

    def told(self):
        """Of today, as the server keeps it."""
        path = self.ledger / "reminded"
        return set(path.read_text().split()[1:]) if path.exists() else set()

    def everybody_told(self, seconds=20):
        wait_for(lambda: self.told() == set(ADDRESSES), seconds)
        time.sleep(0.5)  # the last of them is kept before it is sent

    def counted(self, outcome):
        metrics = self.ask("GET", "/metrics")[2].decode()
        found = [line for line in metrics.splitlines() if f'ipepd_reminders_total{{outcome="{outcome}"}}' in line]
        return float(found[0].split()[-1]) if found else 0


def test_each_is_told_once_a_day_how_much_waits():
    relay = Relay()
    with Told(relay) as server:
        server.everybody_told()
        mails = {address_in(mail["To"]): mail for mail in relay.mails}
        assert set(mails) == {"d@cpam.example", "k@cnam.example"}, "nothing waits for the two others"
        for mail in relay.mails:
            text = mail["Subject"] + mail.get_content()
            assert "https://127.0.0.1/waiting" in text and address_in(mail["From"]) == "ipep@cnam.example", text
            assert mail["Auto-Submitted"] == "auto-generated" and mail["Message-ID"].endswith("@cnam.example>")
            assert abs(mail["Date"].datetime.timestamp() - time.time()) < 120
            for private in ("DURAND", "MARTIN", "CLAIRE", "G01", "351", "€", ",00"):
                assert private not in text, (private, text)
        for address, line in (("d@cpam.example", "- Ordre à viser : 3"),
                              ("k@cnam.example", "- Liquidation non validée : 1")):
            assert line in mails[address].get_content().splitlines(), mails[address].get_content()
        assert server.counted("taken") == 2 and server.counted("not_taken") == 0
        server.stop()
        server.start()
        time.sleep(2)
        assert len(relay.mails) == 2, "once a day, however often the server starts"
        server.stop()
        (server.ledger / "reminded").write_text("2020-01-01\nDURAND\nKARIM\n")  # told on another day
        server.start()
        server.everybody_told()
        assert len(relay.mails) == 4
        assert run("--ledger", server.ledger, "verify").returncode == 0


def test_before_the_hour_nobody_is_told():
    hour = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Paris")).hour
    if hour == 23:
        return print("     skipped: no hour of this day is left")
    relay = Relay()
    with Told(relay) as server:
        server.everybody_told()
        server.stop()
        (server.ledger / "reminded").unlink()
        count = len(relay.mails)
        server.more = server.more.replace("hour = 0", "hour = 23")
        server.start()
        time.sleep(2)
        assert len(relay.mails) == count and not server.told()


def test_a_relay_that_takes_nothing_harms_nothing():
    relay = Relay()
    relay.close()
    with Told(relay) as server:
        wait_for(lambda: server.events("reminder_not_taken"))
        wait_for(lambda: "DURAND" not in server.told())
        assert server.counted("not_taken") == 1 and server.counted("taken") == 0
        assert server.post("/api/v1/facts", fact("k"), Authorization="Bearer " + server_token(server))[0] == 200
        assert "example" not in json.dumps(server.events("reminder_not_taken")), "an address is a person's"
        assert server.stop() == 0
        again = Relay(port=relay.port)
        server.start()
        server.everybody_told()
        assert len(again.mails) == 2
        again.close()


def server_token(server):
    return run("--ledger", server.ledger, "token", "new", "CLAIRE").stdout.split()[-1]


def test_one_address_that_is_refused_is_not_the_others():
    relay = Relay()
    relay.codes = {"d@cpam.example": 550}
    with Told(relay) as server:
        server.everybody_told()
        assert [address_in(mail["To"]) for mail in relay.mails] == ["k@cnam.example"]
        assert server.counted("not_taken") == 1 and server.counted("taken") == 1
    busy = Relay()
    busy.codes = {"RCPT": 450}
    with Told(busy) as server:
        wait_for(lambda: server.events("reminder_not_taken"))
        wait_for(lambda: "DURAND" not in server.told())  # it may take them later
        assert not busy.mails


def test_a_relay_that_hangs_does_not_hold_the_end_up():
    relay = Relay()
    relay.session = lambda connection: time.sleep(60)
    with Told(relay) as server:
        wait_for(lambda: "DURAND" in server.told())
        assert server.ask("GET", "/healthz")[0] == 200
        start = time.monotonic()
        assert server.stop() == 0 and time.monotonic() - start < 8


def test_beyond_this_machine_it_goes_over_tls_alone():
    plain = Relay("127.0.0.2")
    with Told(plain) as server:
        wait_for(lambda: server.events("reminder_not_taken"))
        assert not any(line.startswith(("MAIL", "AUTH")) for line in plain.asked), plain.asked
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", folder / "key", "-out", folder / "certificate", "-subj", "/CN=relay", "-addext",
                        "subjectAltName=IP:127.0.0.2"], check=True, capture_output=True)
        password = folder / "password"
        password.write_text("the password\n")
        secure = Relay("127.0.0.2", certificate=(folder / "certificate", folder / "key"))
        with Told(secure) as server:
            wait_for(lambda: server.events("reminder_not_taken"))  # by nobody who is known
        more = f'authority = "{folder}/certificate"\nuser = "ipep"\npassword_file = "{password}"\n'
        with Told(secure, more) as server:
            server.everybody_told()
            assert len(secure.mails) == 2 and "\0ipep\0the password" in secure.asked


def test_addresses_that_cannot_be_meant():
    def started(addresses, lines):
        with tempfile.TemporaryDirectory() as folder:
            run("--ledger", f"{folder}/ledger", "init", "--trial")
            (pathlib.Path(folder) / "addresses").write_text(addresses)
            file = pathlib.Path(folder) / "ipepd.toml"
            file.write_text(f'ledger = "{folder}/ledger"\nport = 0\n[mail]\n' + lines.format(folder))
            done = subprocess.run([IPEP.parent / "ipepd", "--config", file], capture_output=True, text=True, timeout=60)
            return done.returncode, done.stderr

    good = 'relay = "smtp://127.0.0.1"\nfrom = "a@b"\naddresses = "{}/addresses"\n'
    for line in ("DURAND", "DURAND a", "DURAND a@b c", "DURAND a@b\nDURAND c@d", "DURAND <a@b>", "DURAND a@b@c",
                 "../boss a@b", "DURAND a@\r\nb"):
        status, said = started(line + "\n", good)
        assert status == 3 and "config_unreadable" in said, (line, said)
    for key, lines in (("relay", good.replace("smtp://", "http://")), ("from", good.replace("a@b", "a")),
                       ("addresses", good.split("addresses")[0]), ("password_file", good + 'user = "x"\n'),
                       ("hour", good + "hour = 24\n")):
        status, said = started("", lines)
        assert status == 2 and f"`mail.{key}`" in said, (key, said)
    status, said = started("", good + 'user = "x"\npassword_file = "/dev/null"\n')
    assert status == 3 and "config_unreadable" in said, said


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
