"""Many briefs: the plan of what to build, the memory of what is built already, and the supervised workers that build it."""
