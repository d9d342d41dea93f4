"""Files of planning tools that MPXJ reads, in a process of their own: needs the extra `mpp`."""
