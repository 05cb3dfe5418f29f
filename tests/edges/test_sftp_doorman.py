"""What a session and the listener say to each other, over a real socket pair."""

import pytest

from syncd.sftp.gate.doorman import Doorman, Failed, Gone, LogsIn, a_line


def test_a_session_that_says_nothing_is_heard_without_waiting() -> None:
    visitor, line = a_line("192.0.2.1")
    assert visitor.hear() is None
    line.close()
    assert visitor.hear() == Gone()
    visitor.close()


@pytest.mark.parametrize("is_welcome", [True, False])
def test_a_session_asks_and_is_answered(*, is_welcome: bool) -> None:
    visitor, line = a_line("192.0.2.1")
    with line:
        visitor.answer(is_welcome=is_welcome)
        assert Doorman(line).lets_in("lsc", 3) is is_welcome
        assert visitor.hear() == LogsIn("lsc", 3)
        Doorman(line).tell_failed()
        assert visitor.hear() == Failed()
    visitor.close()


def test_without_a_listener_nobody_is_let_in() -> None:
    visitor, line = a_line("192.0.2.1")
    visitor.close()
    with line:
        assert not Doorman(line).lets_in("lsc", None)
        Doorman(line).tell_failed()


@pytest.mark.parametrize(
    "said", [b"x", b"\xff", b"{}", b'["lsc"]', b'["lsc", "3"]', b"[1, 2]", b'["lsc", 1, 2]', b"1"]
)
def test_a_session_that_says_anything_else_is_listened_to_no_more(said: bytes) -> None:
    visitor, line = a_line("192.0.2.1")
    with line:
        line.send(said)
        assert visitor.hear() == Gone()
    visitor.close()
