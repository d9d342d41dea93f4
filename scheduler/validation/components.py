"""Shared components: their stop and their consumers are events of the programme."""

from collections.abc import Iterator

from scheduler.domain.issues import Issue
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.wording import error, quoted


def find_bad_components(written: Written) -> Iterator[Issue]:
    """Report shared components that nothing stops or uses, and what is no event in them."""
    activities = written.expanded.activities
    for component in written.expanded.document.shared_components:
        at = f"/shared_components[id={component.id}]"
        consumers = component.consumers.activities
        if not consumers:
            message = f"the shared component {quoted(component.id)} selects no consumer"
            yield error("empty_selection", f"{at}/consumers", message, component.id)
        if component.stop in consumers:
            message = f"{quoted(component.stop)} stops {quoted(component.id)} and also uses it"
            yield error("stop_uses_itself", f"{at}/consumers", message, component.stop)
        for field, name in (("stop", component.stop), *(("consumers", c) for c in consumers)):
            path = f"{at}/{field}"
            yield from unknown(Named(path, "activity", name, activities))
            if name in activities and activities[name].form != "event":
                form = activities[name].form
                message = f"{quoted(name)} is {form}; a shared component speaks of event here"
                yield error("wrong_form", path, message, name)
