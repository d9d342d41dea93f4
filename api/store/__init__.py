"""Everything the service keeps: tables, migrations, and one module per family of tables.

Functions take an open connection first; whoever opened it decides what is one transaction.
"""
