"""The worker's side: jobs from the queue, attempts at plans, and what becomes of lost workers."""
