"""Run by a Python that has UNO: drives a LibreOffice that is already listening, and prints what it saw as JSON.

Arguments: the name of the pipe, the path that the worker carries as its last argument, then the workbooks to open
together.
"""

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "spreadsheets"))
from listening import connected  # a script finds no package of the tests


def wizard(context):
    service = context.ServiceManager.createInstanceWithContext("com.sun.star.sheet.FunctionDescriptions", context)
    found = {}
    for place in range(service.getCount()):
        told = {item.Name: item.Value for item in service.getByIndex(place)}
        arguments = [[item.Name, item.Description] for item in told["Arguments"] or ()]
        found[told["Name"]] = [told["Description"], arguments]
    return found


def workers(mark):
    """Return the process ids of the workers of this test, which carry ``mark`` as their last argument."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0") if folder.name.isdigit() else []
        except OSError:
            continue
        if words[-2:-1] == [mark.encode()]:
            found.append(int(folder.name))
    return found


def shown(documents):
    cells = [document.Sheets.getByName("answers").getCellByPosition(0, 0) for document in documents]
    return [cell.Value or cell.String for cell in cells]


def main(pipe, mark, *sources):
    context = connected(pipe)
    from com.sun.star.beans import PropertyValue

    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = (PropertyValue("Hidden", 0, True, 0),)
    documents = [desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, hidden) for path in sources]
    for document in documents:
        document.calculateAll()
    seen = {"wizard": wizard(context), "before": shown(documents), "workers": len(workers(mark))}
    for number in workers(mark):
        os.kill(number, signal.SIGKILL)
    time.sleep(0.5)
    for document in documents:
        document.calculateAll()
    seen |= {"after": shown(documents), "workers after": len(workers(mark))}
    sys.stdout.write(json.dumps(seen))
    for document in documents:
        document.close(True)
    with contextlib.suppress(Exception):  # the bridge goes down with LibreOffice
        desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
