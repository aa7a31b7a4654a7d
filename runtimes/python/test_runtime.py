"""The runtime as a process, against a Runtime API of one function."""
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOOTSTRAP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bootstrap.py")


class FakeRuntimeApi(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        event, headers = self.server.events.get()
        if event is None:
            self.close_connection = True
            return
        self.answer(200, event, headers)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(202, b"", {})
        self.server.said.put((self.path.rsplit("/", 1)[1], json.loads(body), dict(self.headers)))

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class RuntimeTest(unittest.TestCase):
    def start(self, code, handler="app.handler", name="app.py", **variables):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(code)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), FakeRuntimeApi)
        self.server.daemon_threads = True
        self.server.events, self.server.said = queue.Queue(), queue.Queue()
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        environment = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.server.server_address[1]}",
            "AWS_LAMBDA_FUNCTION_NAME": "tested",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "LAMBDA_TASK_ROOT": folder.name,
            "_HANDLER": handler,
            "LANG": "en_US.UTF-8",
            **variables,
        }
        self.process = subprocess.Popen(
            [sys.executable, BOOTSTRAP], cwd=folder.name, env=environment, stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(self.process.stdout.close)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)

    def invoke(self, event, **headers):
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        self.server.events.put(
            (
                body,
                {
                    "Lambda-Runtime-Aws-Request-Id": "request",
                    "Lambda-Runtime-Deadline-Ms": int(time.time() * 1000) + 5000,
                    "Lambda-Runtime-Invoked-Function-Arn": "arn",
                    **more,
                },
            )
        )
        return self.server.said.get(timeout=60)

    def result(self, event, **headers):
        kind, body, _ = self.invoke(event, **headers)
        self.assertEqual(kind, "response", body)
        return body

    def test_what_a_handler_returns_is_the_answer(self):
        self.start("def handler(event, context): return {'seen': event}")
        self.assertEqual(self.result({"a": "ä€"}), {"seen": {"a": "ä€"}})
        self.assertEqual(self.result(None), {"seen": None})
        large = "ä" * (1 << 20)
        self.assertEqual(self.result(large), {"seen": large})
        self.assertEqual(self.result(1), {"seen": 1})

    def test_decimals_are_numbers(self):
        self.start("from decimal import Decimal\ndef handler(e, c): return [Decimal('2'), Decimal('2.5')]")
        self.assertEqual(self.result({}), [2, 2.5])

    def test_what_is_no_json_is_an_error(self):
        self.start("def handler(e, c): return {1, 2}")
        kind, error, headers = self.invoke({})
        self.assertEqual(kind, "error")
        self.assertEqual(error["errorType"], "Runtime.MarshalError")
        self.assertEqual(headers["Lambda-Runtime-Function-Error-Type"], "Runtime.MarshalError")
        self.assertEqual(error["errorMessage"], "Unable to marshal response: Object of type set is not JSON serializable")
        self.assertEqual(self.invoke(b"{")[1]["errorType"], "Runtime.UnmarshalError")

    def test_an_error_has_type_message_request_and_trace(self):
        self.start("def handler(event, context):\n    raise ValueError('so')\n")
        kind, error, _ = self.invoke({})
        self.assertEqual(kind, "error")
        trace = error.pop("stackTrace")
        self.assertEqual(error, {"errorMessage": "so", "errorType": "ValueError", "requestId": "request"})
        self.assertEqual(len(trace), 1)
        self.assertIn("app.py\", line 2, in handler\n    raise ValueError('so')\n", trace[0])
        line = self.process.stdout.buffer.readline()
        self.assertTrue(line.startswith(b"[ERROR] ValueError: so\rTraceback (most recent call last):\r  File "), line)

    def test_the_context(self):
        self.start(
            "import os\n"
            "def handler(event, c):\n"
            "    return [c.aws_request_id, c.function_name, c.memory_limit_in_mb, c.invoked_function_arn,\n"
            "            c.client_context and c.client_context.custom, c.identity.cognito_identity_id,\n"
            "            0 < c.get_remaining_time_in_millis() <= 5000, os.environ.get('_X_AMZN_TRACE_ID')]\n"
        )
        seen = self.result(
            {}, Lambda_Runtime_Client_Context='{"custom": {"a": "b"}}', Lambda_Runtime_Trace_Id="Root=1",
            Lambda_Runtime_Cognito_Identity='{"cognitoIdentityId": "i"}',
        )
        self.assertEqual(seen, ["request", "tested", "128", "arn", {"a": "b"}, "i", True, "Root=1"])
        self.assertEqual(self.result({})[4:], [None, None, True, None])
        self.assertEqual(
            self.invoke({}, Lambda_Runtime_Client_Context="{")[1]["errorType"], "Runtime.LambdaContextUnmarshalError"
        )

    def test_folders_of_a_handler(self):
        self.start("def handler(e, c): return __name__", "src/api/app.handler", "src/api/app.py")
        self.assertEqual(self.result({}), "src.api.app")

    def test_the_modules_of_the_runtime_are_not_in_the_way(self):
        self.start("import json\ndef handler(e, c): return __file__[-10:]", "handler.handler", "handler.py")
        self.assertEqual(self.result({}), "handler.py")

    def test_what_is_wrong_with_a_handler_is_an_error_of_the_start(self):
        for code, handler, error_type, message in (
            ("", "app", "Runtime.MalformedHandlerName", "Bad handler 'app'"),
            ("", "other.handler", "Runtime.ImportModuleError", "Unable to import module 'other': No module named 'other'"),
            ("import missing", "app.handler", "Runtime.ImportModuleError", "Unable to import module 'app': No module"),
            ("", "app.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'"),
            ("def", "app.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'app'"),
            ("raise ValueError('early')", "app.handler", "ValueError", "early"),
            ("", "sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys"),
        ):
            with self.subTest(handler=handler, code=code):
                self.start(code, handler)
                kind, error, _ = self.server.said.get(timeout=60)
                self.assertEqual(kind, "error")
                self.assertEqual(error["errorType"], error_type)
                self.assertTrue(error["errorMessage"].startswith(message), error["errorMessage"])
                self.assertEqual(self.process.wait(), 1)

    def test_the_log_has_level_time_and_request(self):
        self.start("import logging\ndef handler(e, c):\n    logging.warning('so %s', 1)\n    logging.info('quiet')\n    print('p')")
        self.result({})
        line = self.process.stdout.readline()
        self.assertRegex(line, r"^\[WARNING\]\t\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z\trequest\tso 1\n$")
        self.assertEqual(self.process.stdout.readline(), "p\n")

    def test_the_log_as_json(self):
        self.start(
            "import logging\ndef handler(e, c): logging.info('so', extra={'more': 1})",
            AWS_LAMBDA_LOG_FORMAT="JSON", AWS_LAMBDA_LOG_LEVEL="INFO",
        )
        self.result({})
        line = json.loads(self.process.stdout.readline())
        line.pop("timestamp")
        self.assertEqual(
            line, {"level": "INFO", "message": "so", "logger": "root", "requestId": "request", "more": 1}
        )

    def test_it_ends_with_its_gateway(self):
        self.start("def handler(e, c): return 1")
        self.result({})
        self.server.events.put((None, None))
        self.assertEqual(self.process.wait(timeout=60), 0)


if __name__ == "__main__":
    unittest.main()
