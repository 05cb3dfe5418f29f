"""The line on which a setting stands, however it is written."""

import pytest

from config.toml_lines import line_of

AGENDA = ("taches", "retention")


@pytest.mark.parametrize(
    "text",
    [
        '\n[taches]\nretention = "x"',
        '\n[ taches ] # the chores\n  "retention"="x"',
        '\n\ntaches.retention = "x"',
        '\n\ntaches . retention = "x"',
        '\n\ntaches = { doctor = "y", retention = "x" }',
    ],
    ids=["table", "spaces", "dotted", "dotted with spaces", "inline"],
)
def test_a_value_is_found_however_it_is_written(text: str) -> None:
    assert line_of(text, AGENDA) == 3


def test_the_same_name_in_another_table_is_another_setting() -> None:
    text = '[sftp]\nretention = "x"\n[taches]\nretention = "y"\n'

    assert line_of(text, AGENDA) == 4


def test_a_comment_is_no_setting() -> None:
    assert line_of('[taches]\n# retention = "x"\n', AGENDA) is None


def test_a_table_that_is_no_setting_is_found_at_its_head() -> None:
    assert line_of('domaine = "a"\n[chores]\n', ("chores",)) == 2


def test_what_the_file_does_not_say_has_no_line() -> None:
    assert line_of('domaine = "a"\n', AGENDA) is None
