"""From a flat task list to an exit programme: what it cannot say is asked for, not guessed."""
