"""Who answers shows a certificate, or the very key that was agreed, before anything is said."""

from __future__ import annotations

import datetime as dt
import re
import socket
import ssl
import threading
from contextlib import closing, suppress
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from sync.line.calls import CallRefused, Calls
from sync.members.address import Address

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Sealed:
    """A server of one key that vouches for itself; it keeps what it was asked."""

    def __init__(self, folder, spoil=lambda shown: shown):
        key = ec.generate_private_key(ec.SECP256R1())
        spelled = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.pin, self.asked = sha256(spelled).digest(), []
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + dt.timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        both = folder / "key"
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        shown = spoil(made.public_bytes(Encoding.DER))
        both.write_bytes(plain + ssl.DER_cert_to_PEM_cert(shown).encode())
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(both)
        self.door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self):
        return Address.of(f"https://127.0.0.1:{self.door.getsockname()[1]}")

    def _serve(self):
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            with closing(near), suppress(OSError), self._context.wrap_socket(near, True) as shut:
                asked = shut.recv(1 << 16)
                if asked:
                    self.asked.append(asked)
                    shut.sendall(ANSWER)

    def close(self):
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()


@pytest.fixture
def sealed(tmp_path):
    with closing(Sealed(tmp_path)) as made:
        yield made


def asks(address, pin):
    with Calls(address, pin, lambda: False) as calls:
        return calls.ask("GET", "/v1/limits").told()


def test_the_key_that_was_agreed_is_enough_and_no_other_is(sealed):
    assert asks(sealed.address, sealed.pin) == b"ok"
    assert len(sealed.asked) == 1
    with pytest.raises(CallRefused, match=r"^line\.pin$"):
        asks(sealed.address, bytes(32))
    assert len(sealed.asked) == 1


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (rb"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x09"),
        (rb"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x00"),
        (rb"\x17\x0d\d{4}", b"\x17\x0d9999"),
    ],
    ids=["of no version", "of the first one spelled out", "of a day that never was"],
)
def test_a_certificate_that_is_none_shows_no_key(tmp_path, there, instead):
    """Whoever stood in between could end the program with one."""
    with closing(Sealed(tmp_path, lambda shown: re.sub(there, instead, shown, count=1))) as odd:
        with pytest.raises(CallRefused, match=r"^line\.pin$"):
            asks(odd.address, odd.pin)
        assert odd.asked == []


def test_whom_nobody_vouches_for_is_told_nothing(sealed):
    with pytest.raises(CallRefused, match=r"^line\.certificate$"):
        asks(sealed.address, b"")
    assert sealed.asked == []


def test_an_administrator_sees_the_key_before_it_is_agreed(sealed):
    with Calls(sealed.address, None, lambda: False) as calls:
        assert calls.shown_key() == sealed.pin


def test_in_the_open_there_is_no_key_to_agree_on():
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        where = Address.of(f"http://127.0.0.1:{door.getsockname()[1]}")
        with Calls(where, None, lambda: False) as calls, pytest.raises(CallRefused, match="pin"):
            calls.shown_key()


def test_a_stop_ends_what_is_waited_for():
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        where = Address.of(f"http://127.0.0.1:{door.getsockname()[1]}")
        stopped = threading.Event()
        threading.Timer(0.3, stopped.set).start()
        with (
            Calls(where, b"", stopped.is_set) as calls,
            pytest.raises(CallRefused, match="stopped"),
        ):
            calls.ask("GET", "/v1/limits")


def test_a_stop_waits_for_no_name_that_is_looked_up(monkeypatch):
    """That may take half a minute, and the button did nothing meanwhile."""
    looks, found, stopped = (threading.Event() for _each in range(3))
    tried = []
    real = socket.getaddrinfo

    def looked_up(*what, **how):
        looks.set()
        assert found.wait(20)
        return real(*what, **how)

    def ask(where):
        with (
            Calls(where, b"", stopped.is_set) as calls,
            pytest.raises(CallRefused, match="stopped"),
        ):
            calls.ask("GET", "/v1/limits")
        tried.append(found.is_set())

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        where = Address.of(f"http://127.0.0.1:{door.getsockname()[1]}")
        asking = threading.Thread(target=ask, args=(where,))
        asking.start()
        assert looks.wait(20)
        stopped.set()
        asking.join(10)
        assert tried == [False]
        # What stands only now is closed, and nothing is said.
        found.set()
        door.settimeout(20)
        with closing(door.accept()[0]) as line:
            line.settimeout(20)
            assert line.recv(1) == b""
