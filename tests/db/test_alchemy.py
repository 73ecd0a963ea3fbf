"""What SQLAlchemy makes of a statement serves every store that is opened."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import literal, select
from sqlcipher3 import dbapi2

from db.vault.alchemy import engine_on

STATEMENT = select(literal(7).label("seven"))


def test_another_store_does_not_compile_what_one_did():
    with closing(dbapi2.connect(":memory:")) as one, closing(dbapi2.connect(":memory:")) as other:
        first, second = engine_on(one), engine_on(other)
        assert first.dialect == second.dialect
        with first.begin() as connection:
            assert connection.execute(STATEMENT).scalar_one() == 7
        with second.begin() as connection:
            result = connection.execute(STATEMENT)
            assert result.context.cache_hit.name == "CACHE_HIT"
            assert result.scalar_one() == 7


def test_each_speaks_to_its_own_connection():
    with closing(dbapi2.connect(":memory:")) as one, closing(dbapi2.connect(":memory:")) as other:
        for connection, word in ((one, "here"), (other, "there")):
            connection.execute("create table place (word)")
            connection.execute("insert into place values (?)", (word,))
            connection.commit()
        told = []
        for connection in (one, other):
            with engine_on(connection).begin() as session:
                told.append(session.exec_driver_sql("select word from place").scalar_one())
        assert told == ["here", "there"]
