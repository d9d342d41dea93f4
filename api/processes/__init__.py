"""How processes of the service depend on and make room for one another."""
