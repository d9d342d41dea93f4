"""Ids of what is stored: said nowhere else, impossible to guess, safe in addresses."""

import base64
import re
import secrets

PROGRAMME = "prg"
PLAN = "pln"
ANALYSIS = "anl"
WEBHOOK = "whk"
DELIVERY = "dlv"

_BYTES = 13  # 104 bits; the first 20 characters of their base 32 carry a hundred of them
_CHARACTERS = 20


def new_id(kind: str) -> str:
    """Return a fresh id such as `prg_h3vdr5lsyq2k7wcnebzi`."""
    text = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    return f"{kind}_{text[:_CHARACTERS]}"


def is_id(kind: str, text: str) -> bool:
    """Tell whether a text has the form of an id; others stand for nothing and are not looked up."""
    return re.fullmatch(rf"{kind}_[a-z2-7]{{{_CHARACTERS}}}", text) is not None
