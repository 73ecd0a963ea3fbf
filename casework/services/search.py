"""Finding a service that fits: filters only, A to Z, and nobody ranks above anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.services.service import Service

_ALL_WELCOME: Final = "everyone"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a service should be: each of it may be left open."""

    service_type: str = ""
    region: str = ""
    language: str = ""
    welcomes: str = ""
    children: bool = False
    retired: bool = False


def fits(service: Service, wish: Wish) -> bool:
    """Return whether a service fits; one that says nothing of a thing is not left out for it."""
    said = service.details
    return (
        (service.active or wish.retired)
        and _offers(service, wish.service_type)
        and _says(said.get("regions", ""), wish.region)
        and _says(said.get("languages", ""), wish.language)
        and (not wish.welcomes or _welcomes(said.get("welcomed", ""), wish.welcomes))
        and not (wish.children and said.get("accepts_children") == "no")
    )


def offered(services: Iterable[Service], detail: str) -> list[str]:
    """Return the codes that any of some services says of a detail: what one may choose from."""
    return sorted({code for one in services for code in one.details.get(detail, "").split()})


def region_of(area: str) -> str:
    """Return the region of an area, of a region itself, or nothing."""
    if area in code_list("region").codes:
        return area
    known = code_list("area").codes.get(area)
    return known.parent if known else ""


def _offers(service: Service, wanted: str) -> bool:
    offers = service.recipient.offers
    return not wanted or not offers or wanted in offers


def _says(said: str, wanted: str) -> bool:
    return not wanted or not said or wanted in said.split()


def _welcomes(said: str, wanted: str) -> bool:
    return not said or bool({wanted, _ALL_WELCOME} & set(said.split()))
