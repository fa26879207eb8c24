"""`python -m union.cli` is the `union` command."""

from union.cli.main import main

if __name__ == "__main__":
    main()
