"""Alembic's migrations; forward only: to go back, restore the copy made before."""
