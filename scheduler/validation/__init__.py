"""What is wrong with a programme beyond its shape: every problem of meaning, found in one pass."""

from scheduler.validation.find_issues import find_issues

__all__ = ["find_issues"]
