"""Every kind of problem that the service answers with, and its HTTP status: the one table."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem."""

    status: int
    title: str
    """The same for every occurrence."""
    meaning: str
    """What to do about it."""


PROBLEMS: Mapping[str, ProblemKind] = {
    "malformed_request": ProblemKind(
        400, "The request is not HTTP", "Send a request as HTTP/1.1 (RFC 9112) has it."
    ),
    "file_rejected": ProblemKind(
        400, "The body is not JSON", "Send one JSON document as UTF-8 text."
    ),
    "no_valid_key": ProblemKind(
        401,
        "No valid key",
        "Send a key as Authorization: Bearer; an administrator makes them. People sign in at "
        "/sign-in.",
    ),
    "not_allowed": ProblemKind(
        403,
        "The key does not allow this",
        "Ask an administrator for a key of the role or scope that the detail names.",
    ),
    "cross_site": ProblemKind(
        403,
        "The form came from another site",
        "Forms of the pages are taken from these pages alone; tools use the routes under /v1.",
    ),
    "not_found": ProblemKind(
        404,
        "There is nothing at this address",
        "Pages are reached from /, routes for tools are described at /docs.",
    ),
    "no_such_programme": ProblemKind(
        404, "No such programme", "No programme of yours has this id."
    ),
    "no_such_revision": ProblemKind(
        404, "No such revision", "The programme has no revision of this number."
    ),
    "no_such_plan": ProblemKind(404, "No such plan", "No plan of yours has this id."),
    "no_such_baseline": ProblemKind(
        404, "No such baseline", "No plan of the programme has this name."
    ),
    "no_such_analysis": ProblemKind(404, "No such analysis", "No analysis of yours has this id."),
    "no_such_key": ProblemKind(404, "No such key", "No key of yours has this id."),
    "no_such_subscription": ProblemKind(
        404, "No such subscription", "No calendar subscription of the programme has this id."
    ),
    "no_such_calendar": ProblemKind(
        404,
        "No such calendar",
        "The address was mistyped, revoked or has expired; ask for a new one where it came from.",
    ),
    "no_such_webhook": ProblemKind(404, "No such webhook", "No webhook of yours has this id."),
    "no_such_delivery": ProblemKind(
        404,
        "No such delivery",
        "Nothing with this id was delivered to you, or it is so long ago that it was forgotten.",
    ),
    "no_such_demo_programme": ProblemKind(
        404, "No such demo programme", "See /v1/demo-programmes for those that are shipped."
    ),
    "method_not_allowed": ProblemKind(
        405, "The method is not offered here", "The header Allow names the methods that are."
    ),
    "body_too_slow": ProblemKind(
        408, "The body did not arrive in time", "Send it again over a faster connection."
    ),
    "request_too_slow": ProblemKind(
        408,
        "The headers did not arrive in time",
        "Send a request as a whole; GET /v1/limits says within which time.",
    ),
    "idempotency_key_in_use": ProblemKind(
        409,
        "The idempotency key is in use",
        "A request with this key is being answered right now; repeat it after Retry-After.",
    ),
    "no_plan": ProblemKind(
        409, "There is no plan to show", "No checked plan has been found, so far or at all."
    ),
    "plan_breaks_rules": ProblemKind(
        409,
        "The plan breaks planning rules",
        "It was made elsewhere. Mend its dates there and bring them back, or change the rules.",
    ),
    "no_picture": ProblemKind(
        409, "There is no picture of this", "The detail says of what there is one."
    ),
    "plan_not_final": ProblemKind(
        409,
        "The plan is not final",
        "Wait for the plan, or cancel it and keep the best: only what is final is analysed, "
        "compared and put in force.",
    ),
    "plan_not_failed": ProblemKind(
        409, "The plan has not failed", "Only what failed is tried again; ask for a new plan."
    ),
    "plan_at_work": ProblemKind(
        409,
        "A plan is being worked on",
        "Cancel the plans and analyses of the programme, or wait for them, then delete it.",
    ),
    "merge_collision": ProblemKind(
        409,
        "Both changed the same",
        "Settle each of the collisions in your document, then replace the latest revision by it.",
    ),
    "webhook_disabled": ProblemKind(
        409,
        "The webhook is switched off",
        "Its disabled_because says why; switch it on with a PATCH first.",
    ),
    "too_many_webhooks": ProblemKind(
        409, "There are as many webhooks as there may be", "Remove one, or let one serve for more."
    ),
    "too_many_subscriptions": ProblemKind(
        409,
        "There are as many subscriptions to this calendar as there may be",
        "Revoke those that nobody reads any more.",
    ),
    "no_such_event": ProblemKind(
        409, "There is no such event yet", "Connect with the number of one that you received."
    ),
    "revision_moved": ProblemKind(
        412,
        "The programme has changed",
        "Read the latest revision, make the change again and send it with the new ETag.",
    ),
    "too_large": ProblemKind(
        413, "The body is too large", "The limit is a setting of the service."
    ),
    "address_too_long": ProblemKind(
        414, "The address is too long", "GET /v1/limits says how long it may be."
    ),
    "unsupported_media_type": ProblemKind(
        415,
        "The body is of another media type",
        "The header Accept-Post or Accept-Patch names the types that are read.",
    ),
    "programme_rejected": ProblemKind(
        422, "The programme has errors", "All of them are listed in issues."
    ),
    "plan_rejected": ProblemKind(
        422, "The plan has errors", "All that is wrong with its shape is listed in issues."
    ),
    "body_rejected": ProblemKind(
        422, "The request has errors", "All of them are listed in issues."
    ),
    "patch_rejected": ProblemKind(
        422, "The patch has errors", "It is no merge patch (RFC 7396) or JSON Patch (RFC 6902)."
    ),
    "import_rejected": ProblemKind(
        422,
        "The file cannot be read",
        "The detail says why; it names what is wrong with the mapping that came with the file.",
    ),
    "id_changed": ProblemKind(
        422,
        "The id of a programme is immutable",
        "Keep the id inside the document, or store the document as a new programme.",
    ),
    "malformed_parameter": ProblemKind(
        422, "A parameter is malformed", "All that is wrong is listed in issues."
    ),
    "idempotency_key_reused": ProblemKind(
        422,
        "The idempotency key was used for another request",
        "Take a new key for each request that is not a repetition.",
    ),
    "date_outside_horizon": ProblemKind(
        422, "A date lies outside the horizon", "The programme's horizon does not hold it."
    ),
    "precondition_required": ProblemKind(
        428,
        "The change must name its revision",
        "Send If-Match with the ETag of the revision that the change is based on.",
    ),
    "headers_too_large": ProblemKind(
        431,
        "There is too much in the headers",
        "GET /v1/limits says how many headers, and bytes of them, are read.",
    ),
    "too_many_requests": ProblemKind(
        429, "Too many requests", "Repeat the request after Retry-After; a few a day are enough."
    ),
    "too_many_queued": ProblemKind(
        429,
        "Too many of yours are waiting",
        "Repeat the request after Retry-After, when some have begun, or cancel what is not needed.",
    ),
    "defect": ProblemKind(
        500, "A defect of the service", "Please report it with the request id; nothing was changed."
    ),
    "http_error": ProblemKind(500, "The request cannot be answered", "The status says why."),
    "unknown_transfer_coding": ProblemKind(
        501, "The transfer coding is not known", "Send Content-Length, or the coding chunked alone."
    ),
    "database_unavailable": ProblemKind(
        503, "The database cannot be reached", "Repeat the request after Retry-After."
    ),
    "no_pdf": ProblemKind(
        501, "PDF is not made here", "Ask for HTML or Markdown; PDF needs the extra `pdf`."
    ),
    "no_identity_provider": ProblemKind(
        503, "The identity provider cannot be reached", "Repeat the request after Retry-After."
    ),
    "too_many_streams": ProblemKind(
        503,
        "Too many event streams are open",
        "Connect again after Retry-After, or read what you follow from time to time.",
    ),
    "too_many_connections": ProblemKind(
        503,
        "Too many connections are open",
        "Connect again after Retry-After, and use one connection for many requests.",
    ),
    "stopping": ProblemKind(
        503, "The process is about to end", "Repeat the request: another process answers it."
    ),
    "queue_full": ProblemKind(
        503, "The queue is full", "Repeat the request after Retry-After, when some have begun."
    ),
    "not_ready": ProblemKind(
        503, "The service is not ready", "Its tables are not those of this version."
    ),
}
"""Code to kind; codes are stable."""
