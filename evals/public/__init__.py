"""Public data sets as suites. The folder that holds them is an argument; none of them ships with Citewire."""
