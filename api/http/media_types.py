"""Media types of request bodies."""

from collections.abc import Sequence
from email.message import Message

from starlette.requests import Request

from api.http.problems import Problem

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"


def media_type_of(request: Request, allowed: Sequence[str]) -> str:
    """Return which of the allowed media types the body has.

    Raises Problem 415 for another type, another character set or a compressed body.
    """
    said = request.headers.get("content-type", "")
    message = Message()
    message["content-type"] = said
    found = message.get_content_type() if said else ""
    charset = str(message.get_param("charset", "utf-8")).lower()
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    accepted = "Accept-Patch" if request.method == "PATCH" else "Accept-Post"
    headers = {accepted: ", ".join(allowed)}
    if found not in allowed:
        named = f"Content-Type {said[:100]!r}" if said else "no Content-Type"
        detail = f"The request has {named}; read are: {', '.join(allowed)}."
        raise Problem("unsupported_media_type", detail, headers=headers)
    if charset not in {"utf-8", "utf8"}:
        detail = f"The character set {charset[:40]!r} is not read; JSON is UTF-8."
        raise Problem("unsupported_media_type", detail, headers=headers)
    if coding not in {"", "identity"}:
        detail = f"The content coding {coding[:40]!r} is not read; send the body as it is."
        headers |= {"Accept-Encoding": "identity"}
        raise Problem("unsupported_media_type", detail, headers=headers)
    return found
