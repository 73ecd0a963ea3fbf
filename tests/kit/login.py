"""A bus of this machine, for one test: what a system says on it of who sits there, said by us."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from socket import AF_UNIX, socket
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import ClassInfo, Property, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
)

DAEMON = shutil.which("dbus-daemon")
needs_a_bus = pytest.mark.skipif(DAEMON is None, reason="no dbus-daemon is here")
LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
OWN, OTHER = f"{LOGIN_PATH}/session/_31", f"{LOGIN_PATH}/session/_32"
PROPERTIES = "org.freedesktop.DBus.Properties"
SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")
_RULES = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
 <listen>unix:path={place}</listen>
 <policy context="default">
  <allow send_destination="*"/><allow own="*"/><allow send_type="method_call"/>
  <allow eavesdrop="false"/>
 </policy>
</busconfig>
"""


@contextmanager
def bus():
    """Start a bus; give its address."""
    with TemporaryDirectory(prefix="bus-") as folder:
        rules = Path(folder, "rules")
        address = f"unix:path={folder}/bus"
        rules.write_text(_RULES.format(place=f"{folder}/bus"), "utf-8")
        words = [DAEMON, f"--config-file={rules}", "--nofork", "--print-address=1"]
        told = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(words, **told) as daemon:
            assert daemon.stdout.readline()
            try:
                yield address
            finally:
                daemon.kill()


@contextmanager
def silent_bus(waiting=9):
    """Give the address of a bus that takes whoever comes, or lets so many wait, and is silent."""
    with TemporaryDirectory(prefix="bus-") as folder, closing(socket(AF_UNIX)) as listens:
        listens.bind(f"{folder}/bus")
        listens.listen(waiting)
        yield f"unix:path={folder}/bus"


@ClassInfo({"D-Bus Interface": f"{LOGIN}.Manager"})
class Sessions(QObject):
    """Knows which session is whose, and what waits before a sleep."""

    def __init__(self):
        super().__init__()
        self.asked, self._ends = [], []

    def _session(self, which):
        return QDBusObjectPath(OWN if which == "auto" else OTHER)

    def _inhibit(self, *given):
        self.asked.append(given)
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        self._ends.append(ours)
        handed = QDBusUnixFileDescriptor(theirs)
        os.close(theirs)
        return handed

    # Under the names of the system Qt looks for them in the class too.
    GetSession = Slot(str, name="GetSession", result=QDBusObjectPath)(_session)
    Inhibit = Slot(*[str] * 4, name="Inhibit", result=QDBusUnixFileDescriptor)(_inhibit)

    def waits(self):
        """Return whether anybody still holds up a sleep."""
        return any(_is_held(one) for one in self._ends)


def _is_held(end):
    try:
        return os.read(end, 1) != b""
    except BlockingIOError:
        return True


@ClassInfo({"D-Bus Interface": f"{LOGIN}.Session"})
class OneSession(QObject):
    """One session: whether it is in front, and whether its screen is locked."""

    in_front, locked = True, False

    def _active(self):
        return self.in_front

    def _hint(self):
        return self.locked

    Active = Property(bool, _active)
    LockedHint = Property(bool, _hint)


class System:
    """Says what a system says, by its name; a stranger says the same by none."""

    def __init__(self, address):
        self.line = QDBusConnection.connectToBus(address, f"system {address}")
        self.stranger = QDBusConnection.connectToBus(address, f"stranger {address}")
        self.manager, self.own, self.other = Sessions(), OneSession(), OneSession()
        shows = QDBusConnection.RegisterOption
        for path, shown, how in (
            (LOGIN_PATH, self.manager, shows.ExportAllSlots),
            (OWN, self.own, shows.ExportAllProperties),
            (OTHER, self.other, shows.ExportAllProperties),
        ):
            assert self.line.registerObject(path, shown, how)
        assert all(self.line.registerService(name) for name in (LOGIN, *SAVERS))

    def says(self, path, interface, name, *what, by=None):
        """Say something to everybody."""
        said = QDBusMessage.createSignal(path, interface, name)
        said.setArguments(list(what))
        assert (by or self.line).send(said)

    def turns(self, session, path, **to):
        """Let a session be another, and say so as the system does: without what it is now."""
        for name, value in to.items():
            setattr(session, name, value)
        self.says(path, PROPERTIES, "PropertiesChanged", f"{LOGIN}.Session", {}, [*to])
