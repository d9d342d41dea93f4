"""Plans for leaving an outsourcing contract in phases; README.md beside this file is the map."""
