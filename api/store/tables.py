"""The tables, as code reads and writes them; `migrations/` brings a database to this shape.

Every table of somebody's data carries `tenant`, and references between such tables carry it too,
so that no row can point into another tenant's data. Workers and leases belong to the installation.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from api.store.columns import count, key, numbered, string, time

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

QUEUED = "queued"
RUNNING = "running"
STOPPING = "stopping"
COMPLETED = "completed"
CANCELLED = "cancelled"
FAILED = "failed"
STATES = (QUEUED, RUNNING, STOPPING, COMPLETED, CANCELLED, FAILED)
TERMINAL = frozenset({COMPLETED, CANCELLED, FAILED})
AT_WORK = (RUNNING, STOPPING)
"""States in which the newest attempt may write."""

PLAN = "plan"
ANALYSIS = "analysis"
SHARE = "share"
"""A job that answers questions of an analysis at work, which orders it; nobody asks for one."""
ASKED_FOR = (PLAN, ANALYSIS)
KINDS = (*ASKED_FOR, SHARE)
"""What a job makes: all kinds share one queue, its turns, attempts, events and ends."""


# Those who have data here, and how much they may ask for; the one without keys has no row.
tenants = Table(
    "tenants",
    METADATA,
    key("id"),
    string("name"),
    time("created_at"),
    count("most_queued", optional=True),
    count("most_running", optional=True),
    count("kept_days", optional=True),
)

# Of a key its digest alone is kept: nobody can read a key here.
keys = Table(
    "keys",
    METADATA,
    key("id"),
    string("tenant"),
    string("name"),
    string("role"),
    string("scopes"),
    string("groups", optional=True),
    string("digest"),
    time("created_at"),
    string("created_by"),
    time("expires_at", optional=True),
    time("revoked_at", optional=True),
    time("used_at", optional=True),
    ForeignKeyConstraint(["tenant"], ["tenants.id"]),
    Index("ix_keys_tenant", "tenant", "id"),
)

programmes = Table(
    "programmes",
    METADATA,
    key("tenant"),
    key("id"),
    string("name"),
    count("revision"),
    string("hash"),
    time("created_at"),
    string("created_by"),
    time("updated_at"),
    Index(None, "tenant", "created_at", "id"),
)

revisions = Table(
    "revisions",
    METADATA,
    key("tenant"),
    key("programme"),
    numbered("number"),
    Column("parent", Integer),
    string("origin"),
    string("hash"),
    string("name"),
    time("created_at"),
    string("created_by"),
    string("change", optional=True),
    string("document"),
    ForeignKeyConstraint(["tenant", "programme"], ["programmes.tenant", "programmes.id"]),
)

# Every job, though first there were only plans: an analysis is a row whose `about` is a plan, a
# share one whose `parent` is an analysis, with what that is about.
plans = Table(
    "plans",
    METADATA,
    key("id"),
    string("tenant"),
    string("programme"),
    count("revision"),
    string("state"),
    string("settings"),
    time("submitted_at"),
    string("submitted_by"),
    time("started_at", optional=True),
    time("finished_at", optional=True),
    time("stop_requested_at", optional=True),
    count("attempt"),
    count("dispatch"),
    count("incumbents"),
    count("last_event"),
    string("outcome", optional=True),
    string("failure_code", optional=True),
    string("failure_detail", optional=True),
    string("answer", optional=True),
    string("kind"),
    string("about", optional=True),
    Column("priority", Integer, nullable=False, server_default=text("0")),
    string("parent", optional=True),
    UniqueConstraint("tenant", "id"),
    ForeignKeyConstraint(["tenant", "about"], ["plans.tenant", "plans.id"]),
    ForeignKeyConstraint(
        ["tenant", "parent"], ["plans.tenant", "plans.id"], name="fk_plans_parent_plans"
    ),
    ForeignKeyConstraint(
        ["tenant", "programme", "revision"],
        ["revisions.tenant", "revisions.programme", "revisions.number"],
    ),
    CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", "state"),
    CheckConstraint(
        f"(finished_at IS NOT NULL) = (state IN ({', '.join(map(repr, sorted(TERMINAL)))}))",
        "finished_at",
    ),
    CheckConstraint(f"kind IN ({', '.join(map(repr, KINDS))})", "kind"),
    CheckConstraint(f"(about IS NULL) = (kind = {PLAN!r})", "about"),
    CheckConstraint(f"(parent IS NOT NULL) = (kind = {SHARE!r})", "parent"),
    Index(None, "tenant", "submitted_at", "id"),
    Index(None, "tenant", "about", "submitted_at", "id"),
    Index(None, "tenant", "programme", "submitted_at", "id"),
    Index(None, "tenant", "parent", "id"),
    Index(None, "state", "submitted_at", "id"),
)


def _of_a_plan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "plan"], ["plans.tenant", "plans.id"])


# Plans that somebody has given a name: what was in force, what was put to members.
baselines = Table(
    "baselines",
    METADATA,
    key("tenant"),
    key("programme"),
    key("name"),
    string("plan"),
    time("set_at"),
    string("set_by"),
    ForeignKeyConstraint(["tenant", "programme"], ["programmes.tenant", "programmes.id"]),
    _of_a_plan(),
)

# Who has signed a plan off, and who has taken that back.
approvals = Table(
    "approvals",
    METADATA,
    key("plan"),
    numbered("number"),
    string("tenant"),
    string("decision"),
    string("actor"),
    string("role"),
    string("comment"),
    time("at"),
    _of_a_plan(),
    CheckConstraint("decision IN ('approved', 'withdrawn')", "decision"),
)

# Addresses at which a calendar program reads the plan in force of one programme, without a key; as
# of keys, their digests alone are kept.
subscriptions = Table(
    "subscriptions",
    METADATA,
    key("id"),
    string("tenant"),
    string("programme"),
    string("name"),
    string("shown"),
    string("digest"),
    time("created_at"),
    string("created_by"),
    time("expires_at", optional=True),
    time("revoked_at", optional=True),
    time("used_at", optional=True),
    ForeignKeyConstraint(["tenant", "programme"], ["programmes.tenant", "programmes.id"]),
    Index("ix_subscriptions_programme", "tenant", "programme", "id"),
)

attempts = Table(
    "attempts",
    METADATA,
    key("plan"),
    numbered("number"),
    string("tenant"),
    string("worker"),
    time("started_at"),
    time("ended_at", optional=True),
    string("ending", optional=True),
    _of_a_plan(),
    CheckConstraint("ending IN ('finished', 'released', 'lost')", "ending"),
)

# No incumbent without who checked it and against what: an unchecked plan cannot be stored.
incumbents = Table(
    "incumbents",
    METADATA,
    key("plan"),
    numbered("number"),
    string("tenant"),
    count("attempt"),
    string("checked_by"),
    string("checked_hash"),
    time("found_at"),
    string("document"),
    _of_a_plan(),
    ForeignKeyConstraint(["plan", "attempt"], ["attempts.plan", "attempts.number"]),
)

events = Table(
    "events",
    METADATA,
    key("plan"),
    numbered("number"),
    string("tenant"),
    string("type"),
    string("data"),
    time("at"),
    _of_a_plan(),
)

outbox = Table(
    "outbox",
    METADATA,
    key("plan"),
    numbered("dispatch"),
    string("tenant"),
    time("created_at"),
    time("sent_at", optional=True),
    _of_a_plan(),
    Index(
        "ix_outbox_unsent",
        "created_at",
        "plan",
        sqlite_where=text("sent_at IS NULL"),
        postgresql_where=text("sent_at IS NULL"),
    ),
)

# What an attempt at an analysis asks of its shares, until it has the reply: `questions.py`.
questions = Table(
    "questions",
    METADATA,
    key("plan"),
    numbered("attempt"),
    numbered("number"),
    string("tenant"),
    string("asked"),
    string("reply", optional=True),
    string("share", optional=True),
    count("share_attempt", optional=True),
    _of_a_plan(),
    CheckConstraint("(share IS NULL) = (share_attempt IS NULL)", "share"),
    CheckConstraint("reply IS NULL OR share IS NOT NULL", "reply"),
)

# Addresses that are told what happens, and what they are told: written with the deed, sent later.
webhooks = Table(
    "webhooks",
    METADATA,
    key("id"),
    string("tenant"),
    string("url"),
    string("events"),
    string("programme", optional=True),
    string("secrets"),
    time("created_at"),
    string("created_by"),
    time("disabled_at", optional=True),
    string("disabled_because", optional=True),
    UniqueConstraint("tenant", "id"),
)

deliveries = Table(
    "deliveries",
    METADATA,
    key("id"),
    string("tenant"),
    string("webhook"),
    string("type"),
    string("payload"),
    time("created_at"),
    count("tries"),
    time("next_at", optional=True),
    time("delivered_at", optional=True),
    time("given_up_at", optional=True),
    string("claimed_by", optional=True),
    time("claimed_until", optional=True),
    count("last_status", optional=True),
    string("last_error", optional=True),
    ForeignKeyConstraint(["tenant", "webhook"], ["webhooks.tenant", "webhooks.id"]),
    Index("ix_deliveries_webhook", "tenant", "webhook", "created_at", "id"),
    Index(
        "ix_deliveries_due",
        "next_at",
        "id",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)

workers = Table(
    "workers",
    METADATA,
    key("worker"),
    string("host"),
    count("pid"),
    time("started_at"),
    time("seen_at"),
)

leases = Table(
    "leases",
    METADATA,
    key("name"),
    string("holder"),
    time("until"),
)

idempotency = Table(
    "idempotency",
    METADATA,
    key("tenant"),
    key("route"),
    key("key"),
    string("body_hash"),
    count("status"),
    string("headers"),
    string("body"),
    time("created_at"),
    Index(None, "created_at"),
)

# What was done, each tenant's in a chain of digests.
audit = Table(
    "audit",
    METADATA,
    key("tenant"),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    string("actor"),
    string("action"),
    string("subject"),
    string("detail"),
    time("at"),
    string("digest"),
    Index(None, "tenant", "subject", "number"),
)

# Where each chain ends; behind `before` it begins, as what a forgotten tenant did is forgotten too.
chains = Table(
    "chains",
    METADATA,
    key("tenant"),
    Column("number", BigInteger, nullable=False),
    string("digest"),
    Column("before", BigInteger, nullable=False),
    string("before_digest"),
)
