"""A file of version 1 that was frozen: whatever the program becomes, such files must be read."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pyrage

from casework.files.taking import FORMAT, VERSION, json_line

FROZEN = Path(__file__).with_name("vectors") / "export-1.json"
CASE = {
    "code": "K7M2-4QX9",
    "id": "00000000000000000000000000000001",
    "limits_explained_at": None,
    "opened_on": "2026-03-10",
    "status": "draft",
}
LINE = (
    b'{"code":"K7M2-4QX9","id":"00000000000000000000000000000001","limits_explained_at":null,'
    b'"opened_on":"2026-03-10","status":"draft"}\n'
)


def test_a_frozen_export_is_read_as_the_page_of_formats_says():
    frozen = json.loads(FROZEN.read_text("utf-8"))
    sealed = base64.b64decode("".join(frozen["file"]))
    with ZipFile(BytesIO(pyrage.passphrase.decrypt(sealed, frozen["passphrase"]))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(files.pop("format.json"))
    assert (told["format"], told["version"]) == (FORMAT, VERSION) == ("alongside-export", 1)
    assert told["sha256"] == {name: sha256(data).hexdigest() for name, data in files.items()}
    assert sorted(files) == [
        "README.md",
        "files/00000000000000000000000000000003",
        "things/casefile.jsonl",
        "things/form_instance.jsonl",
    ]
    (visit,) = files["things/form_instance.jsonl"].decode().splitlines()
    assert json.loads(visit)["answers"]["intake.name_used"] == "EX-NAME-1 مثال"


def test_a_thing_is_written_as_it_was_when_the_format_was_frozen():
    assert json_line(CASE) == LINE
