"""What pictures need of a plan is what the explanations of it say."""

from functools import partial

from scheduler.explaining.along import reasons_together
from scheduler.explaining.chains import chain_to
from scheduler.explaining.network import Network
from scheduler.explaining.paths import default_milestone
from scheduler.explaining.reasons import reasons_for, scene_of
from scheduler.explaining.trace import trace_of
from tests.agreement.worlds import file_worlds
from tests.explaining.brute_force import some_plans


def test_the_critical_chain_is_that_of_all_rules() -> None:
    """It is found without what places each activity, which holds none by itself."""
    found = 0
    for world in file_worlds()[::7]:
        for plan in some_plans(world):
            network, trace = Network(world.programme, plan), trace_of(world.programme, plan)
            assert set(trace.links) == {(link.before, link.after) for link in network.links}
            milestone = default_milestone(world.programme, plan)
            if milestone is None:
                assert not trace.critical
                continue
            scene = scene_of(world.programme, plan)
            alone, together = partial(reasons_for, scene), partial(reasons_together, scene)
            chain = chain_to(milestone, plan, alone, together)
            floats = network.floats(milestone)
            without_float = {name for name, held in floats.items() if held.total <= 0}
            assert trace.critical == without_float | {link.activity for link in chain.links}
            found += len(trace.critical)
    assert found
