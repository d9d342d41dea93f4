"""Programme files that people choose or paste: taken, or shown with each problem in place."""
