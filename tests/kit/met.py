"""An office of two laptops that meet at a server, and of a third that is not there yet."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace

from doors import kept_ports
from laptops import First, Laptop
from lines import leads, listening, syncs
from make import Clock
from once import once

from casework.keeping.erasure import Basis
from casework.team.supervision import Why
from casework.team.worker import Role


class Met:
    """Two laptops that know their server, with nothing left to exchange."""

    @classmethod
    @contextmanager
    def begun(cls, template, folder, clock, act=lambda _made: None):
        """Lend them as they are once made, with their server: another time they are copied.

        `act` is what is done before that at both of them.
        """

        def make(base):
            (base / "server").mkdir()
            with listening(base / "server", at=kept_ports()) as server:
                made = cls(template, base, server)
                act(made)
                return made

        made = once(template, (cls, act), folder, make)
        with (
            closing(made),
            listening(folder / "server", clock=clock, at=(made.server.port,)) as made.server,
        ):
            yield made

    def __init__(self, template, folder, server):
        self.clock, self.server = Clock(), server
        self.first = First(template, folder / "first", self.clock)
        leads(self.first.post, server)
        self.second = Laptop(self.first, folder / "second", "Supervisor 8", Role.SUPERVISOR)
        self.meets()
        self.second_meets()
        self.meets()

    def meets(self, **how):
        """Let the first laptop exchange."""
        return syncs(self.first.post, **how)

    def second_meets(self, **how):
        """Let the second one exchange."""
        with self.second.post() as post:
            return syncs(post, **how)

    def writes(self, **answers):
        """Record a case that may be kept elsewhere; return its code."""
        code = self.first.case(**answers)
        self.first.agrees(code)
        return code

    def edits(self, code, **answers):
        """Change some answers of what was first said in a case, at the first laptop."""
        office = self.first.office(self.first.template.supervisor)
        entry = office.filling.entries(code, "intake")[0]
        sheet = office.filling.amend(code, entry.id)
        changed = {f"intake.{name}": value for name, value in answers.items()}
        office.filling.finish(sheet, replace(sheet.doc, values=dict(sheet.doc.values) | changed))

    def erases(self, code):
        """Let two people agree that a case is erased, and do it at the first laptop."""
        here = self.first.office(self.first.template.supervisor)
        here.erasures.request(code, Basis.HER_WISH)
        self.meets()
        self.second_meets()
        with self.second.office() as desks:
            desks.glass.open(code, Why.SHE_ASKED)
            desks.erasures.agree(code)
        self.second_meets()
        self.meets()
        here.erasures.carry_out(code)

    def server_lets_go_of_the_newest(self):
        """Let the server lose the newest batch of each stream, and say that it let go of it."""
        with self.server.database.writing() as connection:
            newest = "select stream_id, max(stream_seq) from batch where kind = 1 group by 1"
            for stream, number in connection.exec_driver_sql(newest).fetchall():
                given = number, stream
                connection.exec_driver_sql(
                    "update batch set body = null where stream_seq = ? and stream_id = ?", given
                )
                connection.exec_driver_sql(
                    "update stream set purged_seq = ? where stream_id = ?", given
                )
            connection.exec_driver_sql("update org_head set purges = 1")

    def close(self):
        self.first.close()
