"""Baselines: names for plans of a programme, each kept until it is set anew or taken away."""

from sqlalchemy import Connection, delete, select

from api.errors import NoSuchPlan, NoSuchProgramme
from api.store import audit
from api.store.clock import now_ms
from api.store.holding import hold_job, hold_programme
from api.store.identity import is_possible
from api.store.records import BaselineRecord
from api.store.tables import baselines
from api.store.telling import tell
from api.store.upsert import insert_or


def set_baseline(
    c: Connection, tenant: str, actor: str, *, programme: str, name: str, plan: str
) -> BaselineRecord:
    """Give a plan of the programme a name; whatever had the name before has it no more.

    Raises NoSuchProgramme, NoSuchPlan.
    """
    if not hold_programme(c, tenant, programme):
        raise NoSuchProgramme(programme)
    if not hold_job(c, tenant, plan):
        raise NoSuchPlan(plan)
    values = {"plan": plan, "set_at": now_ms(), "set_by": actor}
    key = {"tenant": tenant, "programme": programme, "name": name}
    c.execute(
        insert_or(c, baselines)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )
    tell(c, tenant, "baseline.set", programme=programme, baseline=name, plan=plan)
    audit.note(c, tenant, actor, "baseline.set", programme, {"name": name, "plan": plan})
    found = get_baseline(c, tenant, programme, name)
    if found is None:
        raise AssertionError("a baseline just set is there")
    return found


def get_baseline(c: Connection, tenant: str, programme: str, name: str) -> BaselineRecord | None:
    """Return what has a name among a programme's plans."""
    if not is_possible(programme) or not is_possible(name):
        return None
    wanted = select(*baselines.c).where(
        baselines.c.tenant == tenant,
        baselines.c.programme == programme,
        baselines.c.name == name,
    )
    row = c.execute(wanted).mappings().one_or_none()
    return None if row is None else BaselineRecord(**row)


def list_baselines(
    c: Connection, tenant: str, programme: str, *, limit: int, after: str | None = None
) -> list[BaselineRecord]:
    """Return the baselines of a programme by name, behind the name given."""
    if not is_possible(programme):
        return []
    wanted = select(*baselines.c).where(
        baselines.c.tenant == tenant, baselines.c.programme == programme
    )
    if after is not None:
        if not is_possible(after):
            return []
        wanted = wanted.where(baselines.c.name > after)
    found = c.execute(wanted.order_by(baselines.c.name).limit(limit))
    return [BaselineRecord(**row) for row in found.mappings()]


def remove_baseline(c: Connection, tenant: str, actor: str, *, programme: str, name: str) -> bool:
    """Take a name away, the plan stays; False where there is no such name."""
    if not is_possible(programme) or not is_possible(name):
        return False
    gone = c.execute(
        delete(baselines)
        .where(
            baselines.c.tenant == tenant,
            baselines.c.programme == programme,
            baselines.c.name == name,
        )
        .returning(baselines.c.plan)
    ).scalar_one_or_none()
    if gone is None:
        return False
    audit.note(c, tenant, actor, "baseline.removed", programme, {"name": name, "plan": gone})
    return True
