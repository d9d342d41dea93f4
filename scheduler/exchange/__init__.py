"""Plans and programmes in the files of planning tools, with every loss named."""
