"""Who has approved a plan, in one sentence."""

from api.store.approvals import APPROVED, DecisionRecord
from api.web.wording import instant


def decision_in_words(decision: DecisionRecord) -> str:
    """Say the decision on a plan that stands."""
    deed = "Approved by" if decision.decision == APPROVED else "Approval withdrawn by"
    comment = f": {decision.comment}" if decision.comment else "."
    return f"{deed} {decision.actor} ({decision.role}) on {instant(decision.at)}{comment}"
