"""The OpenAPI document of an application, made from its routes and declarations."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.openapi.components import schemas
from api.openapi.example_bodies import add_examples, shared_examples
from api.openapi.links import add_links
from api.openapi.tidy import tidied
from api.openapi.webhooks import webhooks
from api.openapi.words import DESCRIPTION, SUMMARY, TAGS, TITLE, VERSION

LICENCE = {"name": "Apache 2.0", "identifier": "Apache-2.0"}


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """Return the document as plain JSON; it depends on the code alone, not on settings."""
    made = tidied(get_openapi(title=TITLE, version=VERSION, routes=app.routes))
    for operation in operations(made):
        add_examples(operation)
        add_links(operation)
    headers = _shared_headers(made)
    used = {tag for operation in operations(made) for tag in operation["tags"]}
    return {
        "openapi": made["openapi"],
        "info": {
            "title": TITLE,
            "summary": SUMMARY,
            "description": DESCRIPTION,
            "version": VERSION,
            "license": LICENCE,
        },
        "servers": [{"url": "/", "description": "Where this document is read."}],
        "tags": [{"name": name, "description": said} for name, said in TAGS if name in used],
        "paths": made["paths"],
        "webhooks": webhooks(),
        "components": {
            "schemas": tidied(schemas()),
            "headers": headers,
            "examples": shared_examples(),
        },
    }


def _shared_headers(document: dict[str, Any]) -> dict[str, Any]:
    """Return every response header by name, put where they stood as references."""
    found: dict[str, Any] = {}
    for operation in operations(document):
        for response in operation["responses"].values():
            for name, header in response.get("headers", {}).items():
                if found.setdefault(name, header) == header:
                    response["headers"][name] = {"$ref": f"#/components/headers/{name}"}
    return found


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every operation of a document, in its order."""
    for methods in document["paths"].values():
        yield from methods.values()
