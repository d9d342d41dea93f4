"""What the reference says of the service as a whole."""

VERSION = "0.1.0"
"""Of the interface and the package alike."""

TITLE = "phased-exit"
SUMMARY = "Dated, checked and proven plans for leaving an outsourcing contract in phases."
DESCRIPTION = """\
A programme goes in: services, teams, calendars, sourcing options and planning rules. Out come plans
in which every service leaves the contract on a day, checked by code that shares nothing with the
solver, and proved as far as is said; or the reason why no plan exists, which is an answer too.

**From programme to plan.** Store a programme (`POST /v1/programmes`), ask for a plan of it
(`POST /v1/programmes/{programme_id}/plans`), then wait with `Prefer: wait=10`, read the plan from
time to time or follow its events. Plans are made by workers: a request that was answered 202 is
kept whatever happens to the process that answered it.

**Changes.** Every change of a programme makes an immutable revision. A change names the revision it
is based on (`If-Match`), so that nobody overwrites what they have not seen. A plan names its
revision. When something changes while a plan is in force
(`POST /v1/programmes/{programme_id}/changes`), the answer says at once whether there still is a
plan, and the one that is made then changes as few commitments as can be.

**Repeating.** Each POST that stores a programme, a change or a webhook, or asks for a plan or an
analysis, takes an `Idempotency-Key`: repeating the request with the same key within seven days
creates nothing twice. Keys and addresses of calendars are told once, and decisions are kept each
time: those POSTs take none.

**Limits** are at `GET /v1/limits`: a request beyond them is refused before it is looked at, and
an answer of 429 or 503 says in `Retry-After` when to ask again.

**Keys.** Where keys are asked for, each request shows one as `Authorization: Bearer pe_…`. Its role
(viewer, planner, approver, administrator) says what it allows, and its tenant whose data it sees.

**Webhooks** are told what happens once it is certain, at least once each, signed by the Standard
Webhooks specification. `webhook-id` is the same for every try: whoever has had it passes over it.
Events about one plan come in their order unless one had to be sent again; `data.event` is the
number by which to order them.

**Problems** are `application/problem+json` (RFC 9457), each with a stable `code`; everything that
is wrong with a document is listed in `issues`, each with a code of its own, a path and the value
found. The path of an issue can be used in a JSON Patch as it stands.
"""

TAGS: tuple[tuple[str, str], ...] = (
    ("programmes", "What is to be planned: documents, changed by revisions."),
    ("revisions", "How a programme came to be what it is."),
    ("plans", "Asking for plans, following them, reading and stopping them."),
    ("analyses", "Why a plan is as it is, until when, at what price; jobs like plans."),
    ("pictures", "Plans drawn as SVG, which loads nothing else."),
    (
        "changes",
        "When something changes: planning again near the plan in force, and what that moves.",
    ),
    (
        "webhooks",
        "Addresses of yours that are told what happens, signed as Standard Webhooks has it.",
    ),
    ("planning tools", "Files of Microsoft Project, Primavera, spreadsheets and calendars."),
    ("check", "Documents that are looked at and not stored."),
    ("catalogue", "What can be said, what can be wrong, what to try."),
    ("keys", "Who may use the service, and as what."),
    ("operation", "For those who run the service."),
)
"""Name and meaning, in the order of the reference."""
