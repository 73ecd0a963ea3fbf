"""The table of all that can be asked, and whom each answers. What is not in it does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sync.server import entering, exchanging, filing, running, summing
from sync.server.calls import JSON, TEXT, Answer
from sync.server.openapi import described
from sync.server.route import BIGGEST, Asker, Number, Route
from sync.wire.documents import Right

if TYPE_CHECKING:
    from sync.server.calls import Call

_ORG: Final = "/v1/orgs/{org}"
_SNAP: Final = f"{_ORG}/snapshots/{{snap}}"
_BLOB: Final = f"{_ORG}/blobs/{{blob}}"
_WHOLE: Final = Number("max", 1 << 16)


def _document(call: Call) -> Answer:
    """Give the description of everything that can be asked."""
    return Answer(200, described(ROUTES, call.desks.limits), JSON)


_OF_THE_MACHINE: Final = (
    Route("GET", "/healthz", running.alive, {200: "alive"}, Asker.ANYONE, gives=TEXT),
    Route("GET", "/readyz", running.ready, {200: "ready"}, Asker.ANYONE, gives=TEXT),
    Route("GET", "/metrics", running.metrics, {200: "counts"}, Asker.OPERATOR, gives=TEXT),
    Route("GET", "/v1/limits", running.limits, {200: "limits"}, Asker.ANYONE, gives=JSON),
    Route("GET", "/v1/openapi.json", _document, {200: "this"}, Asker.ANYONE, gives=JSON),
)
_AT_THE_DOOR: Final = (
    Route(
        "POST",
        "/v1/auth/challenge",
        entering.challenge,
        {200: "32 bytes to sign"},
        Asker.ANYONE,
        takes="proof_bytes",
    ),
    Route(
        "POST",
        "/v1/auth/token",
        entering.token,
        {200: "a token for a day", 401: "not let in"},
        Asker.ANYONE,
        takes="proof_bytes",
        gives=TEXT,
    ),
    Route(
        "POST",
        "/v1/orgs",
        entering.found_org,
        {201: "made", 401: "auth.invite", 403: "not invited", 409: "there is one"},
        Asker.ANYONE,
        takes="document_bytes",
    ),
    Route(
        "PUT",
        "/v1/boxes/{box}",
        entering.put_box,
        {201: "left for a day", 409: "box.taken"},
        Asker.ANYONE,
        takes="box_bytes",
    ),
    Route(
        "GET",
        "/v1/boxes/{box}",
        entering.take_box,
        {200: "what was left; it is gone now"},
        Asker.ANYONE,
    ),
)
_OF_BATCHES: Final = (
    Route(
        "POST",
        f"{_ORG}/sync",
        exchanging.sync,
        {200: "batches", 204: "nothing new", 409: "lane.fork", 507: "quota.full"},
        numbers=(Number("after", 0), _WHOLE, Number("gap", 0)),
        takes="request_bytes",
    ),
    Route(
        "GET",
        f"{_ORG}/batches",
        exchanging.batches,
        {200: "batches", 204: "none"},
        right=Right.READ,
        numbers=(Number("from", 1), Number("to", BIGGEST), _WHOLE),
    ),
    Route("GET", f"{_ORG}/streams", exchanging.heads, {200: "how far each stream is"}),
    Route("GET", f"{_ORG}/acl", exchanging.get_acl, {200: "the signed document"}),
    Route(
        "PUT",
        f"{_ORG}/acl",
        exchanging.put_acl,
        {204: "holds", 403: "document.signer", 412: "acl.stale", 428: "acl.if-match"},
        takes="document_bytes",
        needs=("if-match",),
    ),
    Route(
        "POST",
        f"{_ORG}/purge",
        exchanging.purge,
        {200: "bytes that went", 403: "document.signer", 409: "not yet"},
        takes="document_bytes",
        gives=TEXT,
    ),
)
_OF_SNAPSHOTS: Final = (
    Route(
        "POST",
        f"{_ORG}/snapshots",
        summing.begin_snapshot,
        {201: "its parts may come", 403: "document.signer", 409: "snapshot.log"},
        right=Right.SNAPSHOT,
        takes="document_bytes",
    ),
    Route(
        "GET",
        f"{_ORG}/snapshots/latest",
        summing.latest,
        {200: "the signed list of its parts"},
        right=Right.READ,
    ),
    Route(
        "PUT",
        f"{_SNAP}/parts/{{n}}",
        summing.put_part,
        {204: "kept", 403: "author.unknown", 507: "quota.full"},
        right=Right.SNAPSHOT,
        takes="request_bytes",
    ),
    Route("GET", f"{_SNAP}/parts/{{n}}", summing.get_part, {200: "one part"}, right=Right.READ),
    Route(
        "POST",
        f"{_SNAP}/attest",
        summing.attest,
        {204: "kept", 403: "document.signer", 409: "snapshot.open"},
        right=Right.READ,
        takes="document_bytes",
    ),
)
_OF_FILES: Final = (
    Route(
        "POST",
        f"{_ORG}/blobs",
        filing.begin_blob,
        {201: "begun", 204: "begun before", 409: "blob.other", 507: "quota.full"},
        right=Right.BLOB,
        names=("blob",),
        numbers=(Number("size"),),
    ),
    Route(
        "GET",
        f"{_ORG}/blobs",
        filing.list_blobs,
        {200: "names, sizes, how much is here", 204: "none"},
        right=Right.READ,
        names=("behind",),
    ),
    Route(
        "POST",
        f"{_ORG}/gone",
        filing.let_go_of_blobs,
        {204: "gone", 403: "document.signer"},
        right=Right.BLOB,
        takes="document_bytes",
    ),
    Route("HEAD", _BLOB, filing.look_at_blob, {204: "how much is here"}, right=Right.READ),
    Route(
        "PATCH",
        _BLOB,
        filing.append_blob,
        {204: "kept", 409: "blob.offset"},
        right=Right.BLOB,
        numbers=(Number("offset"),),
        takes="request_bytes",
        by_size=True,
    ),
    Route(
        "GET",
        _BLOB,
        filing.get_blob,
        {200: "all of it", 206: "a span", 416: "blob.range"},
        right=Right.READ,
    ),
    Route(
        "DELETE",
        _BLOB,
        filing.give_up_blob,
        {204: "given up", 409: "blob.whole"},
        right=Right.BLOB,
    ),
)
ROUTES: Final = (
    *_OF_THE_MACHINE,
    *_AT_THE_DOOR,
    *_OF_BATCHES,
    *_OF_SNAPSHOTS,
    *_OF_FILES,
)
