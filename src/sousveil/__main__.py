"""``python -m sousveil``: the same as the command."""

from sousveil.cli import main

if __name__ == "__main__":
    main()
