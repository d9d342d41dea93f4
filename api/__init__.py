"""The HTTP service; imports `scheduler`, never the other way round."""
