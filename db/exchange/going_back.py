"""Lanes that end by a false word go back to where their authors' own batches had brought them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.exchange.asked_again import ask_behind
from db.homes.told_ends import keep_told_ends, set_back
from db.vault.engine import BEGIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Connection

    from db.homes.told_ends import ToldEnd


def go_back(connection: Connection, lanes: Mapping[bytes, ToldEnd], false: Iterable[bytes]) -> None:
    """Keep which lanes end by somebody's word; those that are `false` go back and come anew."""
    cursor = connection.cursor()
    cursor.execute(BEGIN)
    with connection:
        keep_told_ends(cursor, lanes)
        for one in set_back(cursor, false):
            ask_behind(cursor, one.stream, one.before.digest)
