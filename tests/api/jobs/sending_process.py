"""A sender in a process of its own, which is there to be killed."""

import random
import threading
import time

from api.jobs import webhooks
from api.settings import ServiceSettings
from api.store.database import open_database

SETTINGS = ServiceSettings(webhook_loopback=True)


def send_for_ever(url: str, name: str) -> None:
    """Send what is due until killed, trying again at once."""
    random.seed(name)
    webhooks.AGAIN_AFTER_SECONDS = (0.02,) * 60  # type: ignore[assignment]  # as many as it takes
    webhooks.LEASE_SECONDS = 1.0
    webhooks.AT_ONCE = 20
    sender = webhooks.Sender(open_database(url), name, SETTINGS, threading.Event())
    while True:
        sender.send_due()
        time.sleep(0.01)
