"""For scripts that a Python with UNO runs: the LibreOffice that listens on a pipe."""

import time


def connected(pipe):
    """Return the context of LibreOffice, waiting for it to start; leave where it never does."""
    import uno  # before com.sun.star, whose modules it makes

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not listen")
