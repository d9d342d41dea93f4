"""When two JSON values are the same: by value, and never across types."""

from scheduler.interchange.json_text import JsonValue


def same(one: JsonValue, other: JsonValue) -> bool:
    """Return whether two values are equal as JSON: 1 is 1.0 but not true; order of keys is free.

    Source: RFC 6902, section 4.6.
    """
    match one, other:
        case bool(), _:
            return one is other
        case ((int() | float()), (int() | float())):
            return not isinstance(other, bool) and one == other
        case str(), str():
            return one == other
        case None, None:
            return True
        case list(), list():
            return len(one) == len(other) and all(map(same, one, other))
        case dict(), dict():
            return one.keys() == other.keys() and all(same(v, other[k]) for k, v in one.items())
        case _:
            return False
