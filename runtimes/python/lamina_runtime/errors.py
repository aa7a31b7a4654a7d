"""What is told of an error, in the form that AWS Lambda's Python runtime gives it."""
import json
import os
import traceback

_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


class RuntimeFault(Exception):
    """Something that the runtime itself found: a handler that is not there, an answer that is no JSON."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = "Runtime." + error_type
        self.trace = trace or []


def describe(error, request_id=""):
    """The document that the Runtime API gets, without the runtime's own frames."""
    if isinstance(error, RuntimeFault):
        return _document(str(error), error.error_type, error.trace, request_id)
    frames = traceback.extract_tb(error.__traceback__)
    own = next((i for i, frame in enumerate(frames) if not _is_ours(frame)), 0)
    trace = traceback.format_list([tuple(frame) for frame in frames[own:]])
    return _document(str(error), type(error).__name__, trace, request_id)


def _is_ours(frame):
    return frame.filename.startswith(_OWN_FOLDER) or "importlib" in frame.filename


def _document(message, error_type, trace, request_id):
    return {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def as_text(document):
    """As the log has it: one line, whose line ends are written as \\r."""
    said = f"[ERROR] {document['errorType']}"
    if document["errorMessage"]:
        said += f": {document['errorMessage']}"
    lines = [said, "Traceback (most recent call last):", *"".join(document["stackTrace"]).splitlines()]
    return "\r".join(lines)


def as_json(document):
    return json.dumps(document).encode()
