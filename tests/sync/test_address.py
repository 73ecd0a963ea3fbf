"""Where a server may be, and how one writes it."""

from __future__ import annotations

import pytest

from sync.members.address import Address, AddressRefused


@pytest.mark.parametrize(
    ("typed", "spelled", "name"),
    [
        ("sync.example.org", "https://sync.example.org", "sync.example.org"),
        ("https://Sync.Example.org/", "https://sync.example.org", "sync.example.org"),
        ("sync.example.org:443", "https://sync.example.org", "sync.example.org"),
        ("sync.example.org:8443", "https://sync.example.org:8443", "sync.example.org:8443"),
        ("https://192.0.2.7#office", "https://192.0.2.7#office", "office"),
        ("https://[2001:db8::7]:8443", "https://[2001:db8::7]:8443", "[2001:db8::7]:8443"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765", "127.0.0.1:8765"),
        ("http://[::1]:8765", "http://[::1]:8765", "[::1]:8765"),
        ("http://localhost", "http://localhost", "localhost"),
        (f"http://{'a' * 56}.onion#office", f"http://{'a' * 56}.onion#office", "office"),
    ],
)
def test_an_address_has_one_spelling_and_a_name(typed, spelled, name):
    found = Address.of(typed)
    assert (str(found), found.name) == (spelled, name)
    assert Address.of(str(found)) == found


@pytest.mark.parametrize(
    "typed",
    [
        *("", "http://", "ftp://sync.example.org", "sync.example.org/deeper", "a b", "-", "x:0"),
        *("https://user@sync.example.org", "https://sync.example.org?x", "sync.example.org:65536"),
        *("https://[::zz]", "https://sync.example.org#a b", "https://sync.example.org#"),
        "\u0661\u0662\u0663.example",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(AddressRefused, match=r"^address\.wrong$"):
        Address.of(typed)


@pytest.mark.parametrize(
    "typed", ["http://sync.example.org", "http://192.0.2.7", "http://onion", "http://[2001:db8::7]"]
)
def test_in_the_open_only_what_nobody_can_listen_to(typed):
    with pytest.raises(AddressRefused, match=r"^address\.open$"):
        Address.of(typed)
