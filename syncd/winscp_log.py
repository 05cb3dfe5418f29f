"""A session's log in WinSCP's XML vocabulary: what was said to one client, operation by operation.

Touches: one file, `<logs>/<session>.xml`, by appending to it. Each operation is one `os.write`
made before the client hears OK, so a killed process loses nothing that was said; after a crash the
document is only unterminated (docs/reference/winscp.md §1, readers recover). A write that does
not fit is taken back whole and raised. The file is fsynced when the session ends.
"""

import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path

NAMESPACE = "http://winscp.net/schema/session/1.0"
GROUP_END = "  </group>\n"
SESSION_END = "</session>\n"

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile(r"[ !#-%'-;=?-~]*")  # nearly every text: nothing in it needs care
_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a log, in the words of winscp.md §2.

    `kind` is the element (upload, download, touch, chmod, mkdir, rm, mv, failure, …). For us, the
    receiver, `filename` is the path that the client named and `destination` where it was stored.
    `size` counts bytes; instants are UTC texts of 24 characters; `details` holds the leaves that
    only WinSCP itself writes (command, cwd, checksum…), in document order.
    """

    kind: str
    filename: str | None = None
    destination: str | None = None
    size: int | None = None
    modification: str | None = None
    permissions: str | None = None
    recursive: bool = False
    success: bool = True
    messages: tuple[str, ...] = ()
    started: str | None = None
    ended: str | None = None
    details: tuple[tuple[str, str], ...] = ()


class SessionLog:
    """The log of one session, open for appending; several threads may write to it."""

    def __init__(self, path: Path, *, name: str, start: str) -> None:
        """Create the file and write its header; `name` is USER@HOST. Raise OSError if it exists."""
        self.path = path
        self._lock = threading.Lock()
        self._size = 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        self._descriptor = os.open(path, flags, 0o600)
        self._write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<session xmlns="{NAMESPACE}" name="{escaped(name)}" start="{escaped(start)}">\n'
        )

    def append(self, *operations: Operation) -> None:
        """Append operations, at once. Raise OSError when they cannot be stored: then none is."""
        self._write("".join(map(rendered, operations)))

    def close(self) -> None:
        """End the document and force it to disk."""
        self._write(SESSION_END)
        os.fsync(self._descriptor)
        os.close(self._descriptor)

    def _write(self, text: str) -> None:
        encoded = text.encode()
        with self._lock:
            written = os.write(self._descriptor, encoded)
            if written != len(encoded):
                os.ftruncate(self._descriptor, self._size)
                raise OSError("the session's log has no room left")
            self._size += written


def rendered(operation: Operation) -> str:
    """Given an operation, return its group, with the instant of its end as a comment.

    WinSCP has no attribute for the end of an operation: `start` of the group is its beginning, the
    comment its end.
    """
    inner = _failure(operation) if operation.kind == "failure" else _element(operation)
    lines = [
        f'  <group name="{escaped(operation.kind)}" start="{escaped(operation.started or "")}">',
        *(f"    {line}" for line in inner),
        f"    <!-- ended {escaped(operation.ended or '')} -->",
    ]
    return "\n".join(lines) + "\n" + GROUP_END


def escaped(text: str) -> str:
    """Given any text, return it as an XML attribute's value.

    What XML 1.0 cannot hold becomes U+FFFD: WinSCP's own `&#xNN;` is never written (§1).
    """
    if _PLAIN.fullmatch(text):
        return text
    return _UNWRITABLE.sub("\ufffd", text).translate(_ENTITIES)


def _element(operation: Operation) -> list[str]:
    recursive = ' recursive="true"' if operation.recursive else ""
    leaves = (
        ("filename", operation.filename),
        ("destination", operation.destination),
        ("size", operation.size),
        ("modification", operation.modification),
        ("permissions", operation.permissions),
    )
    return [
        f"<{operation.kind}{recursive}>",
        *(_leaf(name, str(value)) for name, value in leaves if value is not None),
        *(f"  {line}" for line in _result(operation)),
        f"</{operation.kind}>",
    ]


def _leaf(name: str, value: str) -> str:
    return f'  <{name} value="{escaped(value)}" />' if value else f"  <{name} />"


def _result(operation: Operation) -> list[str]:
    if operation.success:
        return ['<result success="true" />']
    return ['<result success="false">', *_messages(operation), "</result>"]


def _failure(operation: Operation) -> list[str]:
    return ["<failure>", *_messages(operation), "</failure>"]


def _messages(operation: Operation) -> list[str]:
    """At least one: the official reader takes a false result without message for success."""
    return [f"  <message>{escaped(text)}</message>" for text in operation.messages or ("?",)]
