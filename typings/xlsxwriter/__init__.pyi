from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import IO, Self

from xlsxwriter.format import Format as Format
from xlsxwriter.worksheet import Worksheet as Worksheet

class Workbook:
    def __init__(self, filename: IO[bytes], options: Mapping[str, bool] | None = ...) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def set_properties(self, properties: Mapping[str, str | datetime]) -> None: ...
    def add_format(self, properties: Mapping[str, bool]) -> Format: ...
    def add_worksheet(self, name: str) -> Worksheet: ...
