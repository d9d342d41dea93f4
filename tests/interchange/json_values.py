"""Random JSON documents, rich in what makes paths and differences hard."""

from collections.abc import Iterator

from hypothesis import strategies as st

from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.locations import Location

KEYS = st.one_of(
    st.sampled_from(
        ["", "-", "0", "1", "00", "a", "b", "id", "~", "/", "~1", "~01", "[", "]", "a[0]", "[id=A]"]
    ),
    st.text("ab~/[]-01=", max_size=4),
)
IDS = st.sampled_from(["A", "B", "C", "D", "E", "PAYC", "a.b", "x-y", "", "0", "-", "A/B", "a]"])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    st.sampled_from([0.0, 1.0, -0.0, 1.5, 2.0]),
    st.sampled_from(["", "A", "x", "1", "true"]),
)


def values() -> st.SearchStrategy[JsonValue]:
    """Return a strategy of documents with lists of named entries among everything else."""
    return st.recursive(SCALARS, _around, max_leaves=14)


def _around(inner: st.SearchStrategy[JsonValue]) -> st.SearchStrategy[JsonValue]:
    named = st.builds(_named, st.one_of(IDS, SCALARS), st.dictionaries(KEYS, inner, max_size=2))
    return st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(KEYS, inner, max_size=4),
        st.lists(named, max_size=6),
        st.lists(named, max_size=6, unique_by=lambda entry: str(entry["id"])),
    )


def _named(own: JsonValue, rest: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {**rest, "id": own}


def places(document: object, at: Location = ()) -> list[Location]:
    """Return the location of every value of a document."""
    return [at, *_beneath(document, at)]


def _beneath(document: object, at: Location) -> Iterator[Location]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield from places(value, (*at, key))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from places(value, (*at, index))
