from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

import costbench
from costbench.interfaces.udf.functions.registry import call, functions
from costbench.interfaces.udf.packaging.excel_build import macros_folder
from costbench.interfaces.udf.packaging.lite import NAMESPACE, build_lite, main_module, requirements
from costbench.language import LANGUAGES
from tests.interfaces.udf.conformance import cases


@pytest.fixture(params=LANGUAGES)
def main(request):
    module = ModuleType("main")
    exec(compile(main_module(request.param), "main.py", "exec"), vars(module))
    return request.param, module


def test_main_answers_as_the_direct_call(main):
    language, module = main
    for case in cases():
        if len(case.cells) <= len(functions()[case.function].arguments):
            answer = getattr(module, case.function.lower())(*case.cells)
            assert answer == call(case.function, *case.cells, language=language), str(case)


def test_every_function_is_declared_in_the_namespace(main):
    language, _ = main
    declared: dict[str, Any] = {}

    def func(**options: Any) -> Any:
        return lambda item: declared.setdefault(options["name"], (options, item))[1]

    def arg(name: str, **options: Any) -> Any:
        return lambda item: item

    text = main_module(language).replace("from xlwings import arg, func\n", "")
    exec(compile(text, "main.py", "exec"), {"func": func, "arg": arg})
    assert set(declared) == set(functions())
    assert all(options["namespace"] == NAMESPACE for options, _ in declared.values())
    assert all(item.__doc__ == functions()[name].about.to(language) for name, (_, item) in declared.items())


def test_building_again_gives_the_bytes_that_stand_in_the_folder():
    built = build_lite()
    assert len(built) == 6
    assert [name for name, content in built.items() if content != (macros_folder() / name).read_bytes()] == []


def test_the_requirements_ask_for_this_version():
    assert requirements().splitlines() == [f"costbench=={costbench.__version__}", "scipy"]
