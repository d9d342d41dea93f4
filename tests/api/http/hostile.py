"""Bodies that broke a plain service, or should have: `{}` stands where a value is expected.

The fifteen of a probe of FastAPI with a database behind it, and some more.
"""

from collections.abc import Mapping

VALUES: Mapping[str, str] = {
    "lone surrogate": r'"\ud800"',
    "reversed surrogates": r'"\udc00\ud800"',
    "nul": r'"a\u0000b"',
    "control character": r'"\u001b[2J"',
    "noncharacter": r'"\uffff"',
    "2^63": "9223372036854775808",
    "-2^63 - 1": "-9223372036854775809",
    "2^64": "18446744073709551616",
    "digits": "9" * 5_000,
    "NaN": "NaN",
    "Infinity": "Infinity",
    "-Infinity": "-Infinity",
    "1e999": "1e999",
    "-1e999": "-1e999",
    "tiny": "1e-999",
    "1e400 as an integer": "1" + "0" * 400,
    "duplicate keys": '{"a": 1, "a": 2}',
    "long text": '"' + "x" * 100_000 + '"',
    "list": "[[], {}, null]",
    "null": "null",
    "true": "true",
    "proto": '{"__proto__": {"__class__": 1}}',
    "deep list": "[" * 5_000 + "]" * 5_000,
    "deep object": '{"a":' * 5_000 + "1" + "}" * 5_000,
}
"""JSON or what passes for it, to be put into a body."""

WHOLE: Mapping[str, bytes] = {
    "empty": b"",
    "blank": b" \n",
    "null": b"null",
    "number": b"5",
    "text": b'"x"',
    "list": b"[]",
    "empty object": b"{}",
    "not JSON": b"{'a': 1}",
    "cut short": b'{"a": "b',
    "two documents": b"{} {}",
    "trailing nul": b"{}\x00",
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "utf-32": '{"a": 1}'.encode("utf-32"),
    "byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "latin-1": b'{"a": "Caf\xe9"}',
    "surrogate in utf-8": b'{"a": "\xed\xa0\x80"}',
    "overlong utf-8": b'{"a": "\xc0\x80"}',
    "binary": bytes(range(256)) * 40,
    "duplicate root keys": b'{"id": 1, "id": 2}',
    "nul key": rb'{"\u0000": 1}',
    "surrogate key": rb'{"\ud800": 1}',
    "open brackets": b"[" * 200_000,
    "quotes": b'"' + b'\\"' * 200_000,
    "many keys": b"{" + b",".join(b'"k%d": 1' % n for n in range(20_000)) + b"}",
    "many errors": b'{"services": [' + b",".join([b"5"] * 20_000) + b"]}",
}
"""Bodies as they are."""
