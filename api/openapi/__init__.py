"""The description of the service for other programs: OpenAPI 3.1."""
