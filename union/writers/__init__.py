"""Plain data in, a file's bytes out: no feature is known here, and no clock."""
