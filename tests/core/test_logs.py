"""The lines of the log: their two forms, and the envoi that is bound to them."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from config import logs

log = logging.getLogger("tests.logs")


@pytest.fixture
def _restored() -> Iterator[None]:
    """Give pytest its own handlers back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def stream(_restored: None) -> io.StringIO:
    return io.StringIO()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_an_event_with_its_keys(stream: io.StringIO) -> None:
    logs.set_up("json", stream=stream)

    log.info("envoi_decided", extra={"code": 0})

    (line,) = lines(stream)
    assert (line["event"], line["level"], line["code"]) == ("envoi_decided", "INFO", 0)
    assert len(line["time"]) == len("2026-11-24T02:00:00.000Z")


def test_where_nobody_looks_the_form_is_json(stream: io.StringIO) -> None:
    logs.set_up("auto", stream=stream)

    log.info("daemon_ready")

    assert lines(stream)[0]["event"] == "daemon_ready"


def test_the_text_has_the_same_keys(stream: io.StringIO) -> None:
    logs.set_up("text", stream=stream)

    log.warning("envoi_deferred", extra={"again_in": 5})

    assert stream.getvalue().endswith("WARNING envoi_deferred again_in=5\n")


def test_the_envoi_is_on_every_line_of_the_block(stream: io.StringIO) -> None:
    logs.set_up("json", stream=stream)

    with logs.bound("E1"):
        log.info("inside")
    log.info("outside")

    assert [line.get("envoi") for line in lines(stream)] == ["E1", None]


def test_a_traceback_stays_on_its_line(stream: io.StringIO) -> None:
    logs.set_up("json", stream=stream)

    error = LookupError("nothing there")
    log.error("worker_failed", exc_info=error)

    (line,) = lines(stream)
    assert "LookupError: nothing there" in line["traceback"]
