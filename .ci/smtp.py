"""A mail server for tests: STARTTLS and sign-in are asked for, and what it takes is written to
FOLDER/received before it says so. FOLDER/port tells that it runs, FOLDER/ca.pem is its certificate."""

import itertools
import os
import ssl
import subprocess
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]
received = os.path.join(folder, "received")
certificate, key = os.path.join(folder, "ca.pem"), os.path.join(folder, "key.pem")
os.makedirs(received)
subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    + ["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", certificate],
    check=True,
    capture_output=True,
)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
numbers = itertools.count(1)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        path = os.path.join(received, f"{next(numbers)}.eml")
        with open(path + ".part", "wb") as file:
            file.write(envelope.content)
        os.rename(path + ".part", path)
        return "250 2.0.0 taken"


def sign_in(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"report", "密码".encode())
    return AuthResult(success=is_right, handled=False)  # The server says 535 itself.


class Server(Controller):
    def factory(self):
        return SMTP(
            self.handler,
            hostname="localhost",
            tls_context=context,
            require_starttls=True,
            authenticator=sign_in,
            auth_required=True,
        )


port = int(sys.argv[2])
Server(Handler(), hostname="127.0.0.1", port=port).start()
with open(os.path.join(folder, "port"), "w") as file:
    file.write(str(port))
threading.Event().wait()
