"""Plans made without search: a fast first plan and what people do by hand."""
