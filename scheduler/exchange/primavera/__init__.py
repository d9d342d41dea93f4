"""Files of Primavera P6: XER, which is text in tables, and PMXML, which is the same as XML."""
