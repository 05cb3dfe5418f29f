"""Reading session logs in WinSCP's XML vocabulary, our own and WinSCP's, whole or as they grow.

Touches: the logs, reading only. A document cut off by a crash is read up to its last complete
operation; WinSCP's own control references (`&#x1;`, not well-formed) are read as U+FFFD
(docs/reference/winscp.md §1).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from syncd.winscp_log import GROUP_END, NAMESPACE, SESSION_END, Operation

_TAIL_BYTES = 4 << 20
_HEADER_BYTES = 64 << 10
_HEADER = re.compile(rb"\A\s*(?:<\?xml[^>]*\?>)?\s*<session\b[^>]*>\s*")
_CONTROL = re.compile(
    rb"&#(?:x0*([0-8bce-f]|1[0-9a-f])|0*([0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE
)
_ENDED = re.compile(r"\A ended (\S+) \Z")
_FIELDS = ("filename", "destination", "size", "modification", "permissions")


class Header(NamedTuple):
    """How a log begins: `name` is USER@HOST, `start` a UTC instant."""

    name: str
    start: str


class Recording(NamedTuple):
    """A whole log: `closed` says that the session ended the document itself."""

    header: Header
    operations: tuple[Operation, ...]
    closed: bool


class Tail(NamedTuple):
    """What a growing log of ours holds after an offset; `offset` is where to go on reading."""

    header: Header
    operations: tuple[Operation, ...]
    offset: int
    closed: bool


def read_recording(path: Path) -> Recording | None:
    """Given any WinSCP log, return all of it; None when it has no session element yet."""
    content = path.read_bytes()
    root = _parsed(content)
    if root is None or _name(root) != "session":
        return None
    header = Header(str(root.get("name", "")), str(root.get("start", "")))
    closed = content.rstrip().endswith(SESSION_END.strip().encode())
    return Recording(header, tuple(_operations(root)), closed=closed)


def read_tail(path: Path, offset: int) -> Tail | None:
    """Given a log of ours and an offset (0 at first), return the complete operations after it.

    At most 4 MiB are read: call again while operations come. None when the header is not there.
    """
    with path.open("rb") as file:
        start = _HEADER.match(file.read(_HEADER_BYTES))
        header = start and _header(start.group())
        if start is None or header is None:
            return None
        offset = max(offset, start.end())
        file.seek(offset)
        chunk = file.read(_TAIL_BYTES)
    end = chunk.rfind(GROUP_END.encode())
    end = 0 if end < 0 else end + len(GROUP_END)
    closed = chunk[end:].strip() == SESSION_END.strip().encode()
    return Tail(header, tuple(_fragment(chunk[:end])), offset + end, closed=closed)


def _header(text: bytes) -> Header | None:
    root = _parsed(text + SESSION_END.encode())
    if root is None:
        return None
    return Header(str(root.get("name", "")), str(root.get("start", "")))


def _fragment(groups: bytes) -> Iterator[Operation]:
    if groups:
        opening = f'<session xmlns="{NAMESPACE}">'.encode()
        root = _parsed(opening + groups + SESSION_END.encode())
        if root is not None:
            yield from _operations(root)


def _parsed(content: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True
    )
    try:
        return etree.fromstring(_CONTROL.sub("\ufffd".encode(), content), parser)
    except etree.XMLSyntaxError:
        return None


def _operations(root: etree._Element) -> Iterator[Operation]:
    """Yield what stands under `session`: groups, operations, failures, a bare result (old logs)."""
    for element in root:
        if _name(element) == "group":
            yield from _grouped(element)
        elif _name(element):
            yield _operation(element, None, None)


def _grouped(group: etree._Element) -> Iterator[Operation]:
    started = group.get("start")
    children = list(group)
    for child, follower in zip(children, [*children[1:], None], strict=True):
        if _name(child):
            yield _operation(child, None if started is None else str(started), _ended(follower))


def _operation(element: etree._Element, started: str | None, ended: str | None) -> Operation:
    leaves = [(_name(leaf), str(leaf.get("value", ""))) for leaf in element if _name(leaf)]
    values = dict(reversed(leaves))
    size = values.get("size", "")
    return Operation(
        kind=_name(element),
        filename=values.get("filename"),
        destination=values.get("destination"),
        size=int(size) if size.isascii() and size.isdigit() else None,
        modification=values.get("modification"),
        permissions=values.get("permissions"),
        recursive=element.get("recursive") == "true",
        success=_succeeded(element),
        messages=tuple(leaf.text or "" for leaf in element.iter() if _name(leaf) == "message"),
        started=started,
        ended=ended,
        details=tuple(
            leaf for leaf in leaves if leaf[0] not in {*_FIELDS, "result", "message", "file"}
        ),
    )


def _succeeded(element: etree._Element) -> bool:
    """Absence is not success: an operation without a result was cut off (§2)."""
    if _name(element) == "result":
        return element.get("success") == "true"
    return any(_name(leaf) == "result" and leaf.get("success") == "true" for leaf in element)


def _ended(node: etree._Element | None) -> str | None:
    if not isinstance(node, etree._Comment):  # noqa: SLF001 - lxml has no public name for its type
        return None
    found = _ENDED.match(node.text or "")
    return found.group(1) if found else None


def _name(element: etree._Element) -> str:
    """Return the element's local name; "" for a comment."""
    tag: object = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""
