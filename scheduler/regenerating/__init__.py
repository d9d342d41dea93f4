"""Planning again when something has changed: as few commitments changed as can be."""
