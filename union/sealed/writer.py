"""Writing an archive, event by event. What is written is never changed again."""

from dataclasses import dataclass
from typing import BinaryIO

from union.sealed.archive import FIRST, digest_of, header, padding
from union.sealed.chronicle import SETUP
from union.sealed.history import Kind, event_record
from union.sealed.shares import owned_record
from union.sealed.strict import written
from union.sealed.tally import Rows, result_record, sized_record, tally_record


@dataclass
class Writer:
    """Appends to a file; `parent` and `height` are those of the next event."""

    file: BinaryIO
    seconds: int
    parent: str | None = None
    height: int = 0

    def set_up(self, election: bytes, trustees: bytes, roll: bytes) -> None:
        """Begin an archive: on what, by which tellers, and who may vote."""
        self._write(FIRST, written({"version": 1, "timestamp": str(self.seconds)}))
        data = (election, trustees, roll)
        names = dict(zip(SETUP, map(digest_of, data), strict=True))
        self.happen(Kind.SETUP, *data, written(names))

    def cast(self, ballot: bytes) -> None:
        """Enter a ballot."""
        self.happen(Kind.BALLOT, ballot)

    def end(self) -> None:
        """Take no ballots any more."""
        self.happen(Kind.END)

    def count(self, tally: Rows, counted: int) -> None:
        """Enter the sum of the ballots that count."""
        recorded = tally_record(tally)
        sized = sized_record(counted, digest_of(recorded))
        self.happen(Kind.TALLY, recorded, sized)

    def decrypt(self, owner: int, factors: bytes) -> None:
        """Enter what a teller takes off the tally."""
        owned = owned_record(owner, digest_of(factors))
        self.happen(Kind.DECRYPTION, factors, owned)

    def publish(self, result: list[list[int]]) -> None:
        """Enter the result; nothing follows it."""
        self.happen(Kind.RESULT, result_record(result))

    def happen(self, kind: Kind, *data: bytes) -> None:
        """Enter an event and the data that come with it."""
        for body in data:
            self._write(f"{digest_of(body)}.data.json", body)
        payload = digest_of(data[-1]) if data else None
        event = event_record(self.parent, self.height, kind, payload)
        self.parent, self.height = digest_of(event), self.height + 1
        self._write(f"{self.parent}.event.json", event)

    def _write(self, name: str, body: bytes) -> None:
        self.file.write(header(name, len(body), self.seconds))
        self.file.write(body + padding(len(body)))
