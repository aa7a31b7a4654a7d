"""Finds the function that `handler` of serverless.yml names: "src/api.main" is `main` of src/api.py."""
import importlib
import sys

from .errors import RuntimeFault


def load(handler):
    module_name, dot, function_name = handler.rpartition(".")
    if not dot:
        raise RuntimeFault("MalformedHandlerName", f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)")
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise RuntimeFault("BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
    module = _load_module(module_name)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise RuntimeFault("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'") from None


def _load_module(name):
    dotted = name[2:] if name.startswith("./") else name
    try:
        return importlib.import_module(dotted.replace("/", "."))
    except ImportError as error:
        raise RuntimeFault("ImportModuleError", f"Unable to import module '{name}': {error}") from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise RuntimeFault("UserCodeSyntaxError", f"Syntax error in module '{name}': {error}", trace) from None
