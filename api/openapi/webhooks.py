"""The `webhooks` of the OpenAPI document: what is sent to addresses that asked for it."""

from typing import Any

from api.store.telling import PING, TYPES

_HEADERS = (
    ("webhook-id", "The same for every try: whoever has had it passes over it.", "string"),
    ("webhook-timestamp", "When this try began, in seconds since 1970.", "integer"),
    (
        "webhook-signature",
        "`v1,` and base 64 of the HMAC-SHA256 of id.timestamp.body; several at times.",
        "string",
    ),
)
_SAMPLE = {
    "type": "plan.finished",
    "timestamp": "2026-11-23T05:36:31.757Z",
    "data": {
        "programme": "prg_h3vdr5lsyq2k7wcnebzi",
        "revision": 1,
        "plan": "pln_xcq6kmd5oir5u4w6p2oq",
        "event": 9,
        "state": "completed",
        "outcome": "plan",
        "links": {
            "programme": "/v1/programmes/prg_h3vdr5lsyq2k7wcnebzi",
            "revision": "/v1/programmes/prg_h3vdr5lsyq2k7wcnebzi/revisions/1",
            "plan": "/v1/plans/pln_xcq6kmd5oir5u4w6p2oq",
        },
    },
}


def webhooks() -> dict[str, Any]:
    """Return every type of event with the request that tells it."""
    told = {**TYPES, PING: "Somebody tries whether the webhook can be reached."}
    return {name: {"post": _request(name, said)} for name, said in told.items()}


def _request(name: str, said: str) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/WebhookEvent"}}
    if name == _SAMPLE["type"]:
        content["example"] = _SAMPLE
    return {
        "operationId": "told" + "".join(part.capitalize() for part in name.split(".")),
        "summary": said.removesuffix("."),
        "description": said,
        "tags": ["webhooks"],
        "parameters": [
            {
                "name": header,
                "in": "header",
                "required": True,
                "description": description,
                "schema": {"type": kind},
            }
            for header, description, kind in _HEADERS
        ],
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {
            "2XX": {"description": "Taken. What else the answer says is not read."},
            "410": {"description": "The webhook is switched off."},
            "default": {
                "description": "Sent again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h "
                "and 24 h, or after Retry-After where that is later; then given up. So is what is "
                "not answered within 10 s. No redirect is followed."
            },
        },
    }
