"""How the service is put on machines, and of what it is made."""
