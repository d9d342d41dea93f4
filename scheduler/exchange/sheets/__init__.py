"""A whole programme as sheets: a workbook or a zip of CSV files, and back without loss."""
