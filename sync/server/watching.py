"""What an operator sees: counts without names, and lines that say little of whoever asked."""

from __future__ import annotations

from collections import Counter
from ipaddress import ip_address
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from starlette.types import Scope

_HOUR: Final = 3600
_DAY: Final = 86_400
_KEPT_DAYS: Final = 14
# So many bytes of an address are those of its network.
_NEAR: Final = {4: 3, 6: 6}


class Watch:
    """Counts answers, and writes one line for each into the file of the day."""

    def __init__(self, folder: Path | None, clock: Callable[[], float]) -> None:
        self._folder, self._clock = folder, clock
        self._counts: Counter[tuple[str, str, int]] = Counter()
        self._bytes = 0
        self._lock = Lock()
        self._day = -1
        self._file: BinaryIO | None = None

    def note(self, scope: Scope, route: str, status: int, size: int) -> None:
        """Count an answer by its route; paths themselves name streams and are not kept."""
        method = scope["method"] if route != "other" else "-"
        client = scope.get("client") or ("",)
        with self._lock:
            self._counts[method, route, status] += 1
            self._bytes += size
            self._write(f"{near(client[0])} {method} {route} {status} {size}")

    def fault(self, error: Exception) -> None:
        """Write which kind of fault of ours happened where, and nothing of what it was about."""
        trace, place = error.__traceback__, "?"
        while trace is not None:
            place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
            trace = trace.tb_next
        with self._lock:
            self._counts["-", "fault", 500] += 1
            self._write(f"fault {type(error).__name__} {place}")

    def told(self) -> str:
        """Return the counts as Prometheus reads them."""
        with self._lock:
            rows = sorted(self._counts.items())
            size = self._bytes
        lines = ["# TYPE alongside_answers_total counter"]
        lines += [
            f'alongside_answers_total{{method="{method}",route="{route}",status="{status}"}} {n}'
            for (method, route, status), n in rows
        ]
        lines += ["# TYPE alongside_answered_bytes_total counter"]
        return "\n".join([*lines, f"alongside_answered_bytes_total {size}", ""])

    def close(self) -> None:
        """Close the file of the day."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, line: str) -> None:
        if self._folder is None:
            return
        now = int(self._clock())
        if now // _DAY != self._day:
            self._turn(now // _DAY)
        if self._file is not None:
            # Nothing finer than the hour: it would tell when somebody works.
            self._file.write(f"{now // _HOUR * _HOUR} {line}\n".encode("ascii"))

    def _turn(self, day: int) -> None:
        """Begin the file of a day, and let the old ones go."""
        self.close()
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in self._folder.glob("access-*.log"):
            if old.stem.removeprefix("access-") < f"{day - _KEPT_DAYS:06d}":
                old.unlink(missing_ok=True)
        self._file = (self._folder / f"access-{day:06d}.log").open("ab", buffering=0)
        self._day = day


def near(address: str) -> str:
    """Return roughly where an address is: the network, not the machine."""
    try:
        found = ip_address(address)
    except ValueError:
        return "-"
    network = found.packed[: _NEAR[found.version]]
    return str(ip_address(network.ljust(len(found.packed), b"\0")))
