"""Rows of the way to others by a server: how far each server is known, and what is wrong with it.

All of it is of one machine: a copy that comes back from a backup asks its server anew.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Row

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class LineServerRow(Row):
    """A server by the name that workbooks call it: what was heard of it, how one is let in there.

    What went to one was not sent to another; each has a number here, and all rows of it bear that.
    """

    __tablename__ = "line_server"
    n: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    # Up to here all that it gave was taken in.
    cursor: Mapped[int]
    # The rights that hold there: the number, and the hash of what they say where that is known.
    acl: Mapped[int]
    rights: Mapped[bytes]
    # The number at which it was last looked whether anything older can be read since.
    looked: Mapped[int]
    token: Mapped[str]
    # When everything was exchanged with it last.
    at: Mapped[str]


class LineLogRow(Row):
    """One batch in the log of a stream as a server keeps it; its hash vouches for all before it.

    There is no hash yet where something before it has not come.
    """

    __tablename__ = "line_log"
    server: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[bytes]
    hash: Mapped[bytes | None]
    __table_args__ = (Index("line_log_name", "server", "name"), _CLUSTERED)


class LineLaneRow(Row):
    """Up to which number a server keeps a lane that is sent from here."""

    __tablename__ = "line_lane"
    server: Mapped[int] = mapped_column(primary_key=True)
    lane: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    aseq: Mapped[int]
    __table_args__ = _CLUSTERED


class LineAlarmRow(Row):
    """What a server showed that can not be: it stays until a person has settled it."""

    __tablename__ = "line_alarm"
    server: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[int]
    at: Mapped[str]
    __table_args__ = _CLUSTERED


class LineFileRow(Row):
    """Of a file in a stream: that its bytes were begun at a server, or are there whole.

    It stays when the file is gone from that stream, until they are gone there, too.
    """

    __tablename__ = "line_file"
    server: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    stream: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    name: Mapped[bytes]
    is_whole: Mapped[int]
    __table_args__ = _CLUSTERED


# Known to the metadata once this module is.
LINES: Final = (LineServerRow, LineLogRow, LineLaneRow, LineAlarmRow, LineFileRow)
