"""Loads what _HANDLER names, then asks the Runtime API for events for as long as it is there."""
import os
import sys

from . import errors, handler, log, marshalling
from .context import LambdaContext
from .runtime_api import RuntimeApi


def _load(api):
    try:
        return handler.load(os.environ["_HANDLER"])
    except Exception as error:  # whatever the module does while it is loaded
        document = errors.describe(error)
        log.error(document)
        log.flush()
        api.fail_init(errors.as_json(document), document["errorType"])
        sys.exit(1)


def _invoke(api, function, invocation):
    try:
        answer = marshalling.write(function(marshalling.read(invocation.body), LambdaContext(invocation)))
    except Exception as error:
        document = errors.describe(error, invocation.request_id)
        log.error(document)
        api.fail(invocation.request_id, errors.as_json(document), document["errorType"])
    else:
        api.respond(invocation.request_id, answer)
    log.flush()


def _set_trace(trace):
    # os.environ hands each value to setenv(), which never frees one: a process that lives for millions of requests must
    # not. Behind it is a dictionary, which is what os.environ is read from.
    name = os.environ.encodekey("_X_AMZN_TRACE_ID")
    if trace:
        os.environ._data[name] = os.environ.encodevalue(trace)
    else:
        os.environ._data.pop(name, None)


def run():
    sys.path[0] = os.environ.get("LAMBDA_TASK_ROOT", os.getcwd())  # in the place of our own folder
    log.set_up()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    function = _load(api)
    try:
        while True:
            invocation = api.next()
            log.request_id = invocation.request_id
            _set_trace(invocation.headers.get("lambda-runtime-trace-id"))
            _invoke(api, function, invocation)
    except ConnectionError:
        sys.exit(0)  # the gateway is gone
