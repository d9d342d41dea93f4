"""Spans of requests and jobs, by OpenTelemetry, where somebody collects them."""
