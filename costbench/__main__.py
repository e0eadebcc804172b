"""``python -m costbench`` is the same program as ``costbench``."""

from costbench.cli import main

if __name__ == "__main__":
    main(prog_name="costbench")
