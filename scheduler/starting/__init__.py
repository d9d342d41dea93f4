"""A first programme from one sheet: services, end date, meetings."""
