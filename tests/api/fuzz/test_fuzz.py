"""No request that the OpenAPI document allows, or nearly allows, is answered as it does not say."""

from pathlib import Path

import pytest

from tests.api.fuzz.schemathesis_run import attack, something_to_find
from tests.api.serving import serving

FEW = ("--phases", "examples,fuzzing", "-n", "2", "--max-time", "20")


@pytest.mark.slow
def test_every_answer_is_one_that_is_described(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        found = attack(address, tmp_path, *FEW, among=something_to_find(address))
    sent, past = found.past()
    assert past > sent / 2, found.answered
    assert not found.failures, found.said
    assert not found.errors, found.said
    assert " ERROR " not in (tmp_path / "serve.log").read_text("utf-8")
