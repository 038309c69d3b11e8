"""Pure functions: records in, new records out. Nothing here knows a vendor's package or touches a file."""
