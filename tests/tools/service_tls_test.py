#!/usr/bin/env python3
"""How the server speaks TLS: no key of a connection can be had from the server's own, nothing is resumed.

    service_tls_test.py IPEP DATA
"""
import pathlib
import subprocess
import tempfile

from service_client import Server, check_all

KINDS = {"RSA": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "ECDSA": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]}


def openssl(*words, data=b""):
    return subprocess.run(["openssl", *map(str, words)], input=data, capture_output=True, timeout=60)


class Secure(Server):
    def __init__(self, folder, kind):
        folder = pathlib.Path(folder)
        openssl("genpkey", "-algorithm", *KINDS[kind], "-out", folder / "key")
        openssl("req", "-x509", "-key", folder / "key", "-subj", "/CN=localhost", "-out", folder / "certificate")
        super().__init__(f'[tls]\ncertificate = "{folder}/certificate"\nkey = "{folder}/key"\n')

    def hands(self, *words, data=b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"):
        """What openssl s_client tells of a connection, and what the server answers; empty where there is none."""
        done = openssl("s_client", "-connect", f"127.0.0.1:{self.port}", "-ign_eof", *words, data=data)
        return done.stdout.decode(errors="replace") if b"HTTP/1.1 200 OK" in done.stdout else ""


def test_only_suites_that_keep_what_was_said_secret():
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder, Secure(folder, kind) as server:
            assert "TLSv1.3" in server.hands() and "TLSv1.2" in server.hands("-tls1_2")
            taken = [f"ECDHE-{kind}-AES128-GCM-SHA256", f"ECDHE-{kind}-AES256-GCM-SHA384",
                     f"ECDHE-{kind}-CHACHA20-POLY1305"]
            for suite in taken:
                assert f"Cipher is {suite}" in server.hands("-tls1_2", "-cipher", suite), (kind, suite)
            others = openssl("ciphers", "-tls1_2", "ALL:COMPLEMENTOFALL:@SECLEVEL=0").stdout.decode().strip().split(":")
            others = [one for one in others if one not in taken and not one.startswith("TLS_")]
            assert "AES128-GCM-SHA256" in others and "DHE-RSA-AES128-GCM-SHA256" in others
            assert not server.hands("-tls1_2", "-cipher", ":".join(others) + ":@SECLEVEL=0"), kind
            for version in ("-tls1", "-tls1_1"):
                assert not server.hands(version, "-cipher", "ALL:@SECLEVEL=0"), version


def test_nothing_is_resumed_or_negotiated_again():
    with tempfile.TemporaryDirectory() as folder, Secure(folder, "RSA") as server:
        for version in ("-tls1_2", "-tls1_3"):
            kept = pathlib.Path(folder) / "session"
            told = server.hands(version, "-sess_out", kept)
            assert told and "TLS session ticket:" not in told, told
            if kept.exists():
                assert "Reused, " not in server.hands(version, "-sess_in", kept), version
        # A line that begins with R asks s_client to negotiate again.
        asked = openssl("s_client", "-connect", f"127.0.0.1:{server.port}", "-tls1_2", data=b"R\n")
        assert b"no renegotiation" in asked.stderr or asked.returncode != 0, asked


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
