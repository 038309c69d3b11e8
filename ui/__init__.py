"""How people reach Citewire: the command line and the page."""
