"""The wire to open pages: it says that something changed, never what."""
