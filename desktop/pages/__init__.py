"""Every page by its name; each is imported when it is first opened."""

from __future__ import annotations

from typing import Final

PAGES: Final = {
    "today": "desktop.pages.today:TodayPage",
    "cases": "desktop.pages.cases:CasesPage",
    "case": "desktop.pages.case:CasePage",
    "entries": "desktop.pages.entries:EntriesPage",
    "episodes": "desktop.pages.episodes:EpisodesPage",
    "attachments": "desktop.pages.attachments:AttachmentsPage",
    "erasure": "desktop.pages.erasure:ErasurePage",
    "exploiters": "desktop.pages.exploiters:ExploitersPage",
    "legal": "desktop.pages.legal:LegalPage",
    "form": "desktop.pages.form:FormPage",
    "consent": "desktop.pages.consent:ConsentPage",
    "letter": "desktop.pages.letter:LetterPage",
    "letters": "desktop.pages.letters:LettersPage",
    "referrals": "desktop.pages.referrals:ReferralsPage",
    "service": "desktop.pages.service:ServicePage",
    "services": "desktop.pages.services:ServicesPage",
    "history": "desktop.pages.history:HistoryPage",
    "unrecorded": "desktop.pages.unrecorded:UnrecordedPage",
    "handing": "desktop.pages.handing:HandingPage",
    "team": "desktop.pages.team:TeamPage",
    "figures": "desktop.pages.figures:FiguresPage",
    "pairs": "desktop.pages.pairs:PairsPage",
    "decide": "desktop.pages.decide:DecidePage",
    "devices": "desktop.pages.devices:DevicesPage",
    "settings": "desktop.pages.settings:SettingsPage",
    "help": "desktop.pages.help:HelpPage",
    "retention": "desktop.pages.retention:RetentionPage",
    "backups": "desktop.pages.backups:BackupsPage",
    "bringing": "desktop.pages.bringing:BringingPage",
    "treaties": "desktop.pages.treaties:TreatiesPage",
}
