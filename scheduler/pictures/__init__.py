"""Plans as pictures, the same for command line, service and page."""
