"""An office with two laptops, one of which is seen through its window."""

from __future__ import annotations

from drive import open_window, window_of
from laptops import First, Laptop
from make import Clock
from once import once

from casework.team.supervision import Why
from casework.team.worker import Role


class Office:
    """Two laptops that both hold a case; the window is that of the first, unless it says else."""

    @classmethod
    def begun(cls, template, folder, role=Role.CASEWORKER):
        """Return it as it is once made: another time it is copied."""
        made = once(template, (cls, role), folder, lambda base: cls(template, base, role))
        made.folder = folder
        return made

    def __init__(self, template, folder, role=Role.CASEWORKER):
        self.template, self.clock, self.folder = template, Clock(), folder
        self.first = First(template, folder / "first", self.clock)
        self.second = Laptop(self.first, folder / "second", "Caseworker 8", role)
        self.code = self.first.case()
        self.first.agrees(self.code)
        self.second.takes(self.first.writes())

    def here(self, **how):
        """Return the window of the first laptop."""
        self.first.close()
        she = self.template.supervisor
        return open_window(
            self.template, self.folder / "first", worker=she, clock=self.clock, **how
        )

    def there(self):
        """Return the window of the second, where somebody works who does not look after others."""
        self.first.close()
        return window_of(self.second.home, self.second.workbook, self.clock)

    def writes_late(self, changes=1):
        """Remove the second laptop, and let what it wrote after that come to the first."""
        self._adds_tasks(range(changes))
        late = self.second.writes()
        self.first.post.membership.revoke(self.second.unlocked().store_id)
        self.first.takes(late)

    def writes_late_behind_a_gap(self):
        """Remove the second laptop; of what it wrote after that the last alone comes."""
        for number in range(2):
            self._adds_tasks([number])
            with self.second.post() as post:
                post.seal_all()
                *_before, (*_at, last) = post.exchange.sealed_since({})
        self.first.post.membership.revoke(self.second.unlocked().store_id)
        self.first.post.take([last])

    def _adds_tasks(self, numbers):
        with self.second.office() as office:
            if 0 in numbers:
                office.glass.open(self.code, Why.DANGER)
            for number in numbers:
                office.tasks.add(self.code, f"EX task {number}", self.clock().date())


def shows(drive):
    """Go to Sync & devices and wait until all of it is shown."""
    drive.go("devices")
    drive.rest(6)
    return drive.page
