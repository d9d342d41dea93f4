"""Questions about one programme, answered by solver processes side by side."""
