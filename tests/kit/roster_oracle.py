"""What a roster must say, told a second time: every question is answered from the whole history."""

from __future__ import annotations

from sync.members import entries
from sync.wire.frames import author_id


class Oracle:
    """All that was said and taken, in order; nothing else is kept."""

    def __init__(self, founded):
        self.said = [founded]

    def _all(self, kind):
        return [what for what in self.said if isinstance(what, kind)]

    # Who belongs.
    def people(self):
        """Return author by user and workbook."""
        joined = self._all(entries.Found | entries.NewAuthor)
        return {author_id(what.author): (what.user, what.workbook) for what in joined}

    def books(self):
        return [what.workbook for what in self._all(entries.Found | entries.Admit)]

    def gone(self, name):
        return any(what.who == name for what in self._all(entries.Revoke))

    def belongs(self, author):
        people = self.people()
        return author in people and not self.gone(author) and not self.gone(people[author][1])

    def rights(self, author):
        found = (False, False)
        for what in self.said:
            if isinstance(what, entries.Found) and author_id(what.author) == author:
                found = (True, True)
            if isinstance(what, entries.NewAuthor) and author_id(what.author) == author:
                found = (what.writes, what.administers)
            if isinstance(what, entries.Rights) and what.author == author:
                found = (what.writes, what.administers)
        return found if self.belongs(author) else (False, False)

    # Who reads and writes.
    def families(self):
        first = {what.stream: "roster" for what in self._all(entries.Found)}
        return first | {what.stream: what.family for what in self._all(entries.NewStream)}

    def granted(self, stream, who):
        said = [
            what for what in self._all(entries.Grant) if (what.stream, what.who) == (stream, who)
        ]
        return (said[-1].read, said[-1].write) if said else (False, False)

    def writes(self, author, stream):
        family = self.families()[stream]
        if not self.belongs(author):
            return False
        may, leads = self.rights(author)
        asked = [self.granted(stream, who)[1] for who in self.people()[author]]
        return family == "roster" or (family == "config" and leads) or (may and any(asked))

    def has_led(self, author, lane):
        """Return whether it was told how far an author spoke in a lane as who administers."""
        said = [what for what in self._all(entries.Rights) if what.author == author]
        return any(lane in dict(what.last) for what in said)

    def leads(self, author, stream):
        return self.families()[stream] in {"roster", "config"} and self.rights(author)[1]

    def readers(self, stream):
        here = [book for book in self.books() if not self.gone(book)]
        if self.families()[stream] == "roster":
            return set(here)
        if self.families()[stream] == "config":
            return {book for book in here if not self.only_figures(book)}
        whose = {book: [book] for book in here}
        for author, (user, book) in self.people().items():
            if self.belongs(author):
                whose[book].append(user)
        return {book for book in here if any(self.granted(stream, who)[0] for who in whose[book])}

    def only_figures(self, book):
        """Return whether a workbook was let read figures and nothing else."""
        people = [one for one, (_, home) in self.people().items() if home == book]
        active = [one for one in people if self.belongs(one)]
        whose = {book, *(self.people()[one][0] for one in active)}
        reads = {(what.stream, what.who): what.read for what in self._all(entries.Grant)}
        streams = {stream for (stream, who), read in reads.items() if read and who in whose}
        families = self.families()
        leads = any(self.rights(one)[1] for one in active)
        return not leads and {families[stream] for stream in streams} == {"stats"}

    def last(self, lane):
        """Return the last number that is told of a lane."""
        told = None
        for what in self.said:
            for one, number in (
                getattr(what, "last", None) or ()
                if not isinstance(what, entries.Accept)
                else [(what.lane, what.last)]
            ):
                told = number if one == lane else told
        return told

    # Keys.
    def epoch(self, stream):
        turned = [
            what for what in self._all(entries.Rotate) if stream in {row[0] for row in what.streams}
        ]
        return len(turned) + (self.families()[stream] == "roster")

    def due(self, stream):
        """Return whether somebody who knows the present key is not to read on."""
        if not self.epoch(stream):
            return True
        since, whole = 0, self.said
        for n, what in enumerate(whole):
            if isinstance(what, entries.Rotate) and stream in {row[0] for row in what.streams}:
                since = n
        found, before = False, None
        for n in range(since, len(whole)):
            past = Oracle(whole[0])
            past.said = whole[: n + 1]
            if stream not in past.families():
                continue
            readers = past.readers(stream)
            found = found or (before is not None and bool(before - readers))
            before = readers
            sheets = len(past._all(entries.Recovery))
            found = found or (n > since and isinstance(whole[n], entries.Recovery) and sheets > 1)
        return found

    # What may be said.
    def takes(self, what, by, lanes):
        """Return whether an entry would be taken; `lanes` names every lane by author and stream."""
        if isinstance(what, entries.Renew):
            return self.belongs(by) and self.people()[by][1] == what.workbook
        if not self.rights(by)[1]:
            return False
        return self._fits(what) and self._ends(what, lanes)

    def _fits(self, what):
        books, people = self.books(), self.people()
        match what:
            case entries.Admit():
                return what.workbook not in books
            case entries.NewAuthor():
                new = author_id(what.author) not in people
                return new and what.workbook in books and not self.gone(what.workbook)
            case entries.Revoke():
                known = books if what.of == "workbook" else people
                return what.who in known and not self.gone(what.who)
            case entries.NewStream():
                return what.stream not in self.families()
        return self._grants(what)

    def _grants(self, what):
        match what:
            case entries.Rights():
                return self.belongs(what.author)
            case entries.Grant():
                users = {user for user, _ in self.people().values()}
                family = self.families().get(what.stream)
                open_to = family not in {None, "roster"} and (what.read or not what.write)
                return open_to and what.who in users
            case entries.Rotate():
                return self._turns(what)
        return True

    def _turns(self, what):
        streams = {row[0]: row[1] for row in what.streams}
        if not streams or not streams.keys() <= self.families().keys():
            return False
        if any(self.epoch(stream) + 1 != epoch for stream, epoch in streams.items()):
            return False
        readers = set().union(*map(self.readers, streams))
        told = {row[0] for row in what.keys}
        return told <= readers and bool(what.sheet) == bool(self._all(entries.Recovery))

    def loses(self, after, author, stream):
        """Return whether somebody writes a stream no longer, or not as who administers."""
        writes = self.writes(author, stream) and not after.writes(author, stream)
        return writes or (self.leads(author, stream) and not after.leads(author, stream))

    def _ends(self, what, lanes):
        """Return whether the lanes that an entry ends are those it names, and one leads still."""
        if not isinstance(what, entries.Rights | entries.Grant | entries.Revoke):
            return True
        after = Oracle(self.said[0])
        after.said = [*self.said, what]
        if not any(after.rights(author)[1] for author in after.people()):
            return False
        ends = {
            lane
            for lane, (author, stream) in lanes.items()
            if author in self.people()
            and stream in self.families()
            and self.loses(after, author, stream)
        }
        return ends == {lane for lane, _ in what.last}
