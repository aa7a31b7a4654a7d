"""The root logger as on AWS Lambda: a level, a time, the request's id; or one JSON object a line.

AWS_LAMBDA_LOG_FORMAT (JSON, else text) and AWS_LAMBDA_LOG_LEVEL are AWS's advanced logging controls.
"""
import json
import logging
import os
import sys
import time

from . import errors

request_id = ""  # of the invocation under way, else of the last one

_TEXT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
_KNOWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "aws_request_id"}


def _is_json():
    return os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"


def _timestamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _add_request_id(record):
    record.aws_request_id = request_id
    return True


class _JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "timestamp": _timestamp(record.created),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": record.aws_request_id,
        }
        line.update((name, value) for name, value in vars(record).items() if name not in _KNOWN)
        if record.exc_info and record.exc_info[0] is not None:
            line["errorType"] = record.exc_info[0].__name__
            line["errorMessage"] = str(record.exc_info[1])
            line["stackTrace"] = self.formatException(record.exc_info).split("\n")
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)
    logging.Formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonFormatter() if _is_json() else logging.Formatter(_TEXT, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(_add_request_id)
    root = logging.getLogger()
    root.addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    if level in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
        root.setLevel(level)


def error(document):
    if _is_json():
        print(json.dumps({"timestamp": _timestamp(time.time()), "level": "ERROR", **document}))
    else:
        print(errors.as_text(document))


def flush():
    sys.stdout.flush()
    sys.stderr.flush()
