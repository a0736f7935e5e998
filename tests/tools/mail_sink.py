"""A relay of the tests' own: it takes mails over SMTP and keeps them, or answers as it is told to."""
import base64
import email
import email.policy
import socket
import ssl
import threading


class Relay:
    """At an address of this machine. `codes` gives the answer to a command, or to an address after RCPT; with a
    certificate it offers STARTTLS; `asked` is what it was told."""

    def __init__(self, address="127.0.0.1", port=0, certificate=None):
        self.mails, self.asked, self.codes = [], [], {}
        self.certificate = certificate
        self.socket = socket.create_server((address, port))
        self.port = self.socket.getsockname()[1]
        self.url = f"smtp://{address}:{self.port}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        try:
            self.session(connection)
        except (OSError, ValueError):
            pass  # whoever spoke went away
        finally:
            connection.close()

    def session(self, connection):
        lines = connection.makefile("rwb")

        def say(text):
            lines.write(text.encode() + b"\r\n")
            lines.flush()

        say("220 relay")
        while True:
            line = lines.readline().decode().rstrip("\r\n")
            command = line.split(" ")[0].upper()
            if not command:
                return
            self.asked.append(line)
            code = self.codes.get(command, 250)
            if command == "RCPT":
                code = next((said for address, said in self.codes.items() if f"<{address}>" in line), code)
            if command == "EHLO":
                offered = ["relay", "AUTH PLAIN"] + (["STARTTLS"] if self.certificate else [])
                for one in offered[:-1]:
                    say("250-" + one)
                say("250 " + offered[-1])
            elif command == "STARTTLS":
                say("220 go on")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(*self.certificate)
                connection = context.wrap_socket(connection, server_side=True)
                lines = connection.makefile("rwb")
            elif command == "AUTH":
                say("334 ")
                self.asked.append(base64.b64decode(lines.readline()).decode())
                say("235 you are")
            elif command == "DATA" and code == 250:
                say("354 go on")
                content = b""
                while not content.endswith(b"\r\n.\r\n"):
                    content += lines.readline()
                self.mails.append(email.message_from_bytes(content[:-3], policy=email.policy.default))
                say("250 taken")
            elif command == "QUIT":
                say("221 bye")
                return
            else:
                say(f"{code} so")

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)  # closing alone leaves one who waits in accept() to take one more
        self.socket.close()
