"""What all tests share: `--no-skip`, with which a skipped test is a failed one (`.ci/run`).

Machines are shared and noisy: no property fails because an example was slow.
"""

from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("lsc", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lsc")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skip", action="store_true", help="a skipped test is a failed one")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("--no-skip") and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped, with --no-skip: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.getoption("--no-skip") and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped, with --no-skip: {report.longrepr}"
    return report
