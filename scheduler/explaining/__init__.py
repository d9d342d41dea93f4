"""Reasons: why there is no plan, why a date is where it is, until when, and at what price."""
