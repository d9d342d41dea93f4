"""Answers to questions about some rules of a programme alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from scheduler.asking.question import MOST_PROGRAMMES, Finding, Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.solver.refute import Refuting
from scheduler.solver.run import Profile
from scheduler.solver.settings import SearchSettings

SECONDS_WITH_LIGHT_PRESOLVING = 3.0


@dataclass(slots=True)
class SomeRules:
    """Tries sets of rules, each rule as it is in the whole programme."""

    stop: threading.Event
    settings: SearchSettings
    """Of one worker."""
    _tried: OrderedDict[int, tuple[ExpandedProgramme, Refuting]] = field(
        default_factory=OrderedDict
    )

    def first(self, question: Question) -> Reply:
        """Tell whether there is a plan, and of suspects which ones a proof of none names."""
        refuting, rules = self._refuting(question), _ids(question)
        if question.suspects:
            finding, named = refuting.core_of(
                rules, question.suspects, self.settings, question.seconds, self.stop
            )
            return Reply(finding=finding, named=named)
        light = min(question.seconds, SECONDS_WITH_LIGHT_PRESOLVING)
        finding = self._try(question, "first solution", light)
        if finding == "unknown" and question.seconds > light:
            finding = self._try(question, "full", question.seconds - light)
        return Reply(finding=finding)

    def second(self, reply: Reply, question: Question) -> Reply:
        """Put that there is none to a second configuration."""
        finding = self._try(question, "second configuration", question.seconds)
        if finding == "plan":
            return Reply(finding="unknown", disagreement=not question.second)
        if finding == "unknown" and question.second:
            return Reply(finding="unknown")
        return replace(reply, confirmed=finding == "none")

    def _try(self, question: Question, profile: Profile, seconds: float) -> Finding:
        return self._refuting(question).plan_under(
            _ids(question), self.settings, seconds, self.stop, profile=profile
        )

    def _refuting(self, question: Question) -> Refuting:
        """Return what tries sets of rules; kept while questions are about the same ones."""
        programme = question.programme
        if question.wishes:
            rules = (*programme.document.rules, *question.wishes)
            return Refuting(ExpandedProgramme(replace(programme.document, rules=rules)))
        key = id(programme)
        if key not in self._tried:
            self._tried[key] = programme, Refuting(programme)
            while len(self._tried) > MOST_PROGRAMMES:
                self._tried.popitem(last=False)
        self._tried.move_to_end(key)
        return self._tried[key][1]


def _ids(question: Question) -> frozenset[str]:
    wishes = frozenset(wish.id for wish in question.wishes)
    hard = (rule.id for rule in question.programme.document.rules if rule.price is None)
    return frozenset(hard) & (question.only or frozenset()) | wishes
