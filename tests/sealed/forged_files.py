"""What may be tried with the file itself."""

from types import SimpleNamespace

from tests.sealed.forgery import happening, kind, whole
from union.sealed.archive import FIRST, digest_of, header, padding
from union.sealed.history import Kind
from union.sealed.strict import written


@kind
def a_byte_flipped(made):
    archive = bytearray(made.archive)
    archive[len(archive) // 2] ^= 1
    return bytes(archive)


@kind
def the_end_cut_off(made):
    return made.archive[:-512]


@kind
def an_event_that_is_too_large(made):
    return happening(made, [lambda w: w.happen(SimpleNamespace(value="W" * 2000))])


@kind
def data_larger_than_they_may_be(made):
    padded = b'{"result":' + b"[]" * (1 << 20) + b"}"
    return happening(made, [*whole(made)[:-1], lambda w: w.happen(Kind.RESULT, padded)])


@kind
def a_first_record_larger_than_it_may_be(made):
    """Whoever reads JSON needs many times as much memory as it has bytes."""
    body = written([0] * 300)
    return header(FIRST, len(body), 7) + body + padding(len(body))


@kind
def the_end_of_a_tar(made):
    return made.archive + bytes(1024)


@kind
def something_in_the_padding(made):
    return made.archive[:-1] + b"\1"


@kind
def another_owner_in_a_header(made):
    archive = bytearray(made.archive)
    at = archive.index(b".data.json") - 64
    archive[at + 108] = ord("1")
    return bytes(archive)


@kind
def another_moment_in_a_header(made):
    at = made.archive.index(b".data.json") - 64
    head = bytearray(made.archive[at : at + 512])
    head[136:147] = b"%011o" % 7
    head[148:156] = b"        "
    head[148:156] = b"%06o\0 " % sum(head)
    return made.archive[:at] + bytes(head) + made.archive[at + 512 :]


@kind
def data_that_belong_to_nothing(made):
    writer, file = made.begun()
    writer._write(f"{digest_of(b'{}')}.data.json", b"{}")
    return file.getvalue()


@kind
def nothing_but_a_beginning(made):
    return made.archive[:1024]
