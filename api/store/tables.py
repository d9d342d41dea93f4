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
    Text,
    UniqueConstraint,
    text,
)

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


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _numbered(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _count(name: str, *, optional: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=optional)


def _time(name: str, *, optional: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=optional)


# Those who have data here, and how much they may ask for; the one without keys has no row.
tenants = Table(
    "tenants",
    METADATA,
    _key("id"),
    _text("name"),
    _time("created_at"),
    _count("most_queued", optional=True),
    _count("most_running", optional=True),
    _count("kept_days", optional=True),
)

# Of a key its digest alone is kept: nobody can read a key here.
keys = Table(
    "keys",
    METADATA,
    _key("id"),
    _text("tenant"),
    _text("name"),
    _text("role"),
    _text("scopes"),
    _text("groups", optional=True),
    _text("digest"),
    _time("created_at"),
    _text("created_by"),
    _time("expires_at", optional=True),
    _time("revoked_at", optional=True),
    _time("used_at", optional=True),
    ForeignKeyConstraint(["tenant"], ["tenants.id"]),
    Index("ix_keys_tenant", "tenant", "id"),
)

programmes = Table(
    "programmes",
    METADATA,
    _key("tenant"),
    _key("id"),
    _text("name"),
    _count("revision"),
    _text("hash"),
    _time("created_at"),
    _text("created_by"),
    _time("updated_at"),
    Index(None, "tenant", "created_at", "id"),
)

revisions = Table(
    "revisions",
    METADATA,
    _key("tenant"),
    _key("programme"),
    _numbered("number"),
    Column("parent", Integer),
    _text("origin"),
    _text("hash"),
    _text("name"),
    _time("created_at"),
    _text("created_by"),
    _text("change", optional=True),
    _text("document"),
    ForeignKeyConstraint(["tenant", "programme"], ["programmes.tenant", "programmes.id"]),
)

# Every job, though first there were only plans: an analysis is a row whose `about` is a plan, a
# share one whose `parent` is an analysis, with what that is about.
plans = Table(
    "plans",
    METADATA,
    _key("id"),
    _text("tenant"),
    _text("programme"),
    _count("revision"),
    _text("state"),
    _text("settings"),
    _time("submitted_at"),
    _text("submitted_by"),
    _time("started_at", optional=True),
    _time("finished_at", optional=True),
    _time("stop_requested_at", optional=True),
    _count("attempt"),
    _count("dispatch"),
    _count("incumbents"),
    _count("last_event"),
    _text("outcome", optional=True),
    _text("failure_code", optional=True),
    _text("failure_detail", optional=True),
    _text("answer", optional=True),
    _text("kind"),
    _text("about", optional=True),
    Column("priority", Integer, nullable=False, server_default=text("0")),
    _text("parent", optional=True),
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
    _key("tenant"),
    _key("programme"),
    _key("name"),
    _text("plan"),
    _time("set_at"),
    _text("set_by"),
    ForeignKeyConstraint(["tenant", "programme"], ["programmes.tenant", "programmes.id"]),
    _of_a_plan(),
)

# Who has signed a plan off, and who has taken that back.
approvals = Table(
    "approvals",
    METADATA,
    _key("plan"),
    _numbered("number"),
    _text("tenant"),
    _text("decision"),
    _text("actor"),
    _text("role"),
    _text("comment"),
    _time("at"),
    _of_a_plan(),
    CheckConstraint("decision IN ('approved', 'withdrawn')", "decision"),
)

# Addresses at which a calendar program reads the plan in force of one programme, without a key; as
# of keys, their digests alone are kept.
subscriptions = Table(
    "subscriptions",
    METADATA,
    _key("id"),
    _text("tenant"),
    _text("programme"),
    _text("name"),
    _text("shown"),
    _text("digest"),
    _time("created_at"),
    _text("created_by"),
    _time("expires_at", optional=True),
    _time("revoked_at", optional=True),
    _time("used_at", optional=True),
    ForeignKeyConstraint(["tenant", "programme"], ["programmes.tenant", "programmes.id"]),
    Index("ix_subscriptions_programme", "tenant", "programme", "id"),
)

attempts = Table(
    "attempts",
    METADATA,
    _key("plan"),
    _numbered("number"),
    _text("tenant"),
    _text("worker"),
    _time("started_at"),
    _time("ended_at", optional=True),
    _text("ending", optional=True),
    _of_a_plan(),
    CheckConstraint("ending IN ('finished', 'released', 'lost')", "ending"),
)

# No incumbent without who checked it and against what: an unchecked plan cannot be stored.
incumbents = Table(
    "incumbents",
    METADATA,
    _key("plan"),
    _numbered("number"),
    _text("tenant"),
    _count("attempt"),
    _text("checked_by"),
    _text("checked_hash"),
    _time("found_at"),
    _text("document"),
    _of_a_plan(),
    ForeignKeyConstraint(["plan", "attempt"], ["attempts.plan", "attempts.number"]),
)

events = Table(
    "events",
    METADATA,
    _key("plan"),
    _numbered("number"),
    _text("tenant"),
    _text("type"),
    _text("data"),
    _time("at"),
    _of_a_plan(),
)

outbox = Table(
    "outbox",
    METADATA,
    _key("plan"),
    _numbered("dispatch"),
    _text("tenant"),
    _time("created_at"),
    _time("sent_at", optional=True),
    _of_a_plan(),
    Index(
        "ix_outbox_unsent",
        "created_at",
        "plan",
        sqlite_where=text("sent_at IS NULL"),
        postgresql_where=text("sent_at IS NULL"),
    ),
)

# What an attempt at an analysis asks of its shares, until it has the reply. A share's attempt holds
# a question while it is the newest, at work and of a worker that lives.
questions = Table(
    "questions",
    METADATA,
    _key("plan"),
    _numbered("attempt"),
    _numbered("number"),
    _text("tenant"),
    _text("asked"),
    _text("reply", optional=True),
    _text("share", optional=True),
    _count("share_attempt", optional=True),
    _of_a_plan(),
    CheckConstraint("(share IS NULL) = (share_attempt IS NULL)", "share"),
    CheckConstraint("reply IS NULL OR share IS NOT NULL", "reply"),
)

# Addresses that are told what happens, and what they are told: written with the deed, sent later.
webhooks = Table(
    "webhooks",
    METADATA,
    _key("id"),
    _text("tenant"),
    _text("url"),
    _text("events"),
    _text("programme", optional=True),
    _text("secrets"),
    _time("created_at"),
    _text("created_by"),
    _time("disabled_at", optional=True),
    _text("disabled_because", optional=True),
    UniqueConstraint("tenant", "id"),
)

deliveries = Table(
    "deliveries",
    METADATA,
    _key("id"),
    _text("tenant"),
    _text("webhook"),
    _text("type"),
    _text("payload"),
    _time("created_at"),
    _count("tries"),
    _time("next_at", optional=True),
    _time("delivered_at", optional=True),
    _time("given_up_at", optional=True),
    _text("claimed_by", optional=True),
    _time("claimed_until", optional=True),
    _count("last_status", optional=True),
    _text("last_error", optional=True),
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
    _key("worker"),
    _text("host"),
    _count("pid"),
    _time("started_at"),
    _time("seen_at"),
)

leases = Table(
    "leases",
    METADATA,
    _key("name"),
    _text("holder"),
    _time("until"),
)

idempotency = Table(
    "idempotency",
    METADATA,
    _key("tenant"),
    _key("route"),
    _key("key"),
    _text("body_hash"),
    _count("status"),
    _text("headers"),
    _text("body"),
    _time("created_at"),
    Index(None, "created_at"),
)

# What was done, each tenant's in a chain of digests.
audit = Table(
    "audit",
    METADATA,
    _key("tenant"),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _text("detail"),
    _time("at"),
    _text("digest"),
    Index(None, "tenant", "subject", "number"),
)

# Where each chain ends; behind `before` it begins, as what a forgotten tenant did is forgotten too.
chains = Table(
    "chains",
    METADATA,
    _key("tenant"),
    Column("number", BigInteger, nullable=False),
    _text("digest"),
    Column("before", BigInteger, nullable=False),
    _text("before_digest"),
)
