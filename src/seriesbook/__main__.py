"""`python -m seriesbook`."""

from seriesbook.cli import main

if __name__ == "__main__":
    main()
