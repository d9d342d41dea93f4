from api.http.expanded_programmes import ExpandedProgrammes
from scheduler.interchange.valid_programme import valid_programme
from tests.api.programmes import SMALL

TEXT = SMALL.decode()


def test_a_programme_is_written_out_once() -> None:
    kept = ExpandedProgrammes()
    once = kept.expanded("h", TEXT)
    assert once == valid_programme(SMALL).expanded
    assert kept.expanded("h", "not read again") is once


def test_other_durations_are_another_programme() -> None:
    kept = ExpandedProgrammes()
    likely = kept.expanded("h", TEXT)
    longest = kept.expanded("h", TEXT, "max")
    assert longest is not likely
    assert longest.document.durations == "max"
    assert kept.expanded("h", TEXT, "max") is longest
    assert kept.expanded("h", TEXT) is likely


def test_those_used_last_are_kept() -> None:
    kept = ExpandedProgrammes(most=2)
    first = kept.expanded("1", TEXT)
    second = kept.expanded("2", TEXT)
    assert kept.expanded("1", "") is first
    kept.keep("3", second)
    assert kept.expanded("1", "") is first
    assert kept.expanded("2", TEXT) is not second
