"""The cooperation models, one folder each: ``model.py``, ``defaults.toml``, ``cases/``, ``README.md``.

Folders named in the environment variable ``COSTBENCH_MODELS`` (separated like ``PATH``) are searched too.
"""

import os

__path__ = [*__path__, *filter(None, os.environ.get("COSTBENCH_MODELS", "").split(os.pathsep))]
