"""The desks where something is agreed to, told or taken back."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from casework.desks import Desks, desk_of

if TYPE_CHECKING:
    from casework.cases.printouts import PrintoutsDesk
    from casework.consent.grants import GrantsDesk
    from casework.consent.suspensions import SuspensionsDesk
    from casework.referrals.desk import ReferralsDesk
    from casework.referrals.letters import LettersDesk
    from casework.referrals.overrides import OverridesDesk
    from casework.referrals.recalls import RecallsDesk
    from casework.referrals.talks import TalksDesk
    from casework.referrals.treaties import TreatiesDesk
    from casework.registers.breaches import BreachesDesk
    from casework.registers.requests import RequestsDesk
    from casework.services.desk import ServicesDesk


class SharingDesks(Desks):
    """What leaves a case, to whom, and by which yes."""

    @cached_property
    def grants(self) -> GrantsDesk:
        """What was agreed, and taking it back."""
        desk: GrantsDesk = desk_of("casework.consent.grants", "GrantsDesk", self._seat)
        return desk

    @cached_property
    def letters(self) -> LettersDesk:
        """Letters to services."""
        tools = self._seat, self._papers(), self._new_passphrase
        desk: LettersDesk = desk_of("casework.referrals.letters", "LettersDesk", *tools)
        return desk

    @cached_property
    def referrals(self) -> ReferralsDesk:
        """Help that is asked for."""
        desk: ReferralsDesk = desk_of("casework.referrals.desk", "ReferralsDesk", self._seat)
        return desk

    @cached_property
    def overrides(self) -> OverridesDesk:
        """Decisions to tell something without consent."""
        tools = self._seat, self._papers(), self._new_passphrase
        desk: OverridesDesk = desk_of("casework.referrals.overrides", "OverridesDesk", *tools)
        return desk

    @cached_property
    def breaches(self) -> BreachesDesk:
        """What got to somebody who should not have it, and what was done."""
        desk: BreachesDesk = desk_of("casework.registers.breaches", "BreachesDesk", self._seat)
        return desk

    @cached_property
    def requests(self) -> RequestsDesk:
        """Who asked for data from outside, and how the office answered."""
        desk: RequestsDesk = desk_of("casework.registers.requests", "RequestsDesk", self._seat)
        return desk

    @cached_property
    def printouts(self) -> PrintoutsDesk:
        """What is printed for her."""
        tools = self._seat, self._papers()
        desk: PrintoutsDesk = desk_of("casework.cases.printouts", "PrintoutsDesk", *tools)
        return desk

    @cached_property
    def recalls(self) -> RecallsDesk:
        """Notices that a letter no longer holds."""
        tools = self._seat, self._papers()
        desk: RecallsDesk = desk_of("casework.referrals.recalls", "RecallsDesk", *tools)
        return desk

    @cached_property
    def services(self) -> ServicesDesk:
        """The directory of services."""
        desk: ServicesDesk = desk_of("casework.services.desk", "ServicesDesk", self._seat)
        return desk

    @cached_property
    def talks(self) -> TalksDesk:
        """What services are told aloud, and what they answer."""
        desk: TalksDesk = desk_of("casework.referrals.talks", "TalksDesk", self._seat)
        return desk

    @cached_property
    def suspensions(self) -> SuspensionsDesk:
        """What is not relied on for now."""
        desk: SuspensionsDesk = desk_of(
            "casework.consent.suspensions", "SuspensionsDesk", self._seat
        )
        return desk

    @cached_property
    def treaties(self) -> TreatiesDesk:
        """The library of law."""
        desk: TreatiesDesk = desk_of("casework.referrals.treaties", "TreatiesDesk", self._seat)
        return desk
