"""The `union` command, however it is called: it begins here."""

from union.core.heap import undisturbed

with undisturbed():
    from union.cli.main import main

if __name__ == "__main__":
    main()
