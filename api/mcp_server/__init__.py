"""Tools over the Model Context Protocol, for programs that read and write words."""
