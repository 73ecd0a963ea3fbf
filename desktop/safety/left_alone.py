"""The laptop is left, as its system says: the screen is locked, another has her turn, it sleeps.

All that is said here locks; nothing that anybody says opens anything. Told on the buses of this
machine (Linux): where there is none, the time without a key counts and whether it has slept.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from PySide6.QtCore import SLOT, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtDBus import QDBusObjectPath, QDBusVariant

    from desktop.safety.buses import Buses

_LOGIN: Final = "org.freedesktop.login1"
_LOGIN_PATH: Final = "/org/freedesktop/login1"
_MANAGER: Final = f"{_LOGIN}.Manager"
_SESSION: Final = f"{_LOGIN}.Session"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
# What of a session says, by which value, that nobody of hers sees it.
_GONE: Final = {"Active": False, "LockedHint": True}
# Who locks screens without telling the system; each is also the name of what it says it by.
_SAVERS: Final = tuple(
    f"org.{name}.ScreenSaver" for name in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)
# The session of whoever started this, also where it was started for her.
_OWN: Final = "auto"


class _Said(NamedTuple):
    """What somebody says, from where and by which name, and of which kind its words are."""

    who: str
    path: str
    interface: str
    name: str
    kind: str


class _Question(NamedTuple):
    """What the system is asked, and of which kind an answer is."""

    path: str
    interface: str
    what: str
    given: tuple[str, ...]
    kind: str


class LeftAlone(QObject):
    """Hears that somebody leaves; a sleep waits until what is open is locked."""

    left = Signal()

    def __init__(self, parent: QObject, is_open: Callable[[], bool], buses: Buses) -> None:
        super().__init__(parent)
        self._is_open = is_open
        # As long as this is there the system waits before it sleeps, for some seconds at most.
        self._wait: object = None
        self._system, session = _bus(buses.system), _bus(buses.session)
        for name in _SAVERS:
            _hear(session, _Said(name, "", name, "ActiveChanged", "b"), self, "_screen(bool)")
        sleeps = _Said(_LOGIN, _LOGIN_PATH, _MANAGER, "PrepareForSleep", "b")
        _hear(self._system, sleeps, self, "_sleeps(bool)")
        self._ask_to_wait()
        which = _Question(_LOGIN_PATH, _MANAGER, "GetSession", (_OWN,), "o")
        self._ask(which, self._hear_session)

    # --- what is said

    @Slot(bool)
    def _screen(self, locked: bool) -> None:
        if locked:
            self.left.emit()

    @Slot()
    def _lock(self) -> None:
        self.left.emit()

    @Slot(bool)
    def _sleeps(self, begins: bool) -> None:
        if not begins:
            self._ask_to_wait()
            return
        self.left.emit()
        if not self._is_open():
            # Otherwise what locks ends this program, and with it the waiting.
            self._wait = None

    # --- what is asked

    def _hear_session(self, path: QDBusObjectPath) -> None:
        """Listen to one's own session; of others, as on a shared laptop, nothing counts here."""
        own = path.path()
        _hear(self._system, _Said(_LOGIN, own, _SESSION, "Lock", ""), self, "_lock()")
        changes = _Changes(self, partial(self._look, own))
        properties = _Said(_LOGIN, own, _PROPERTIES, "PropertiesChanged", "sa{sv}as")
        _hear(self._system, properties, changes, "changed(QString)")

    def _look(self, own: str) -> None:
        for name, gone in _GONE.items():
            asked = _Question(own, _PROPERTIES, "Get", (_SESSION, name), "v")
            self._ask(asked, partial(self._seen, gone))

    def _seen(self, gone: bool, answer: QDBusVariant) -> None:
        if answer.variant() is gone:
            self.left.emit()

    def _ask_to_wait(self) -> None:
        if self._wait is None:
            # Everybody on the laptop can read who waits, and why: it says nothing.
            name = QCoreApplication.applicationName()
            given = ("sleep", name, name, "delay")
            self._ask(_Question(_LOGIN_PATH, _MANAGER, "Inhibit", given, "h"), self._waits)

    def _waits(self, waiting: object) -> None:
        self._wait = waiting

    def _ask(self, question: _Question, then: Callable[[Any], None]) -> None:
        """Ask for something, and go on when it is answered; what is refused is not there."""
        if self._system is None:
            return
        path, interface, what, given, kind = question
        asked = QDBusMessage.createMethodCall(_LOGIN, path, interface, what)
        asked.setArguments(list(given))
        # Nothing is started for us.
        asked.setAutoStartService(False)
        answered = QDBusPendingCallWatcher(self._system.asyncCall(asked), self)
        answered.finished.connect(partial(_answered, answered, then, kind))


class _Changes(QObject):
    """Hears that something of a session is another; which is asked for."""

    def __init__(self, parent: QObject, then: Callable[[], None]) -> None:
        super().__init__(parent)
        self._then = then

    @Slot(str)
    def changed(self, interface: str) -> None:
        """Ask, if it is of the session itself."""
        if interface == _SESSION:
            self._then()


def _answered(answered: QDBusPendingCallWatcher, then: Callable[[Any], None], kind: str) -> None:
    answer = answered.reply()
    if answer.type() == QDBusMessage.MessageType.ReplyMessage and answer.signature() == kind:
        then(answer.arguments()[0])
    answered.deleteLater()


def _bus(address: str) -> QDBusConnection | None:
    """Return a bus, if it is there."""
    bus = QDBusConnection.connectToBus(address, address) if address else None
    return bus if bus is not None and bus.isConnected() else None


def _hear(bus: QDBusConnection | None, said: _Said, ear: QObject, slot: str) -> None:
    """Let something hear what is said, from whoever bears the name that it is expected from.

    Of words of another kind than that of the slot Qt would end the program.
    """
    if bus is not None:
        # What Qt takes here are words, whatever its types say.
        bus.connect(*said, ear, cast("bytes", SLOT(slot)))
