"""The log: events with keys, on standard output; journald, or the terminal, keeps it.

An event is a constant in snake_case, its keys are `extra`: `log.info("envoi_decided",
extra={"code": 0})`. ERROR: a human must look; WARNING: we coped; INFO: what the operator would
tell; DEBUG: ours. Never a name, an address of a person or a secret: ids and counts.
Touches: the stream that it is given.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal, TextIO

Form = Literal["auto", "text", "json"]

_ENVOI: ContextVar[str | None] = ContextVar("envoi", default=None)
_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up(form: Form, *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Given the form and the stream (standard output without one), log there from now on."""
    stream = stream or sys.stdout
    handler = logging.StreamHandler(stream)
    is_text = form == "text" or (form == "auto" and stream.isatty())
    handler.setFormatter(_Text() if is_text else _Json())
    handler.addFilter(_bind)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)


@contextmanager
def bound(envoi: str) -> Iterator[None]:
    """Given an envoi's id, put it on every line that is logged meanwhile in this thread."""
    token = _ENVOI.set(envoi)
    try:
        yield
    finally:
        _ENVOI.reset(token)


def _bind(record: logging.LogRecord) -> bool:
    envoi = _ENVOI.get()
    if envoi is not None and not hasattr(record, "envoi"):
        record.envoi = envoi
    return True


class _Json(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, whatever the values are."""
        line = {
            "time": _instant(record),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **_keys(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class _Text(logging.Formatter):
    """One line for the eye; a traceback follows it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback if there is one."""
        keys = " ".join(f"{key}={value}" for key, value in _keys(record).items())
        line = f"{_instant(record)} {record.levelname:<7} {record.getMessage()} {keys}".rstrip()
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


def _keys(record: logging.LogRecord) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in _OF_EVERY_RECORD}


def _instant(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
