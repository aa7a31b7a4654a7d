"""The second argument of a handler."""
import json
import os
import time

from .errors import RuntimeFault


class _Shown:
    def __repr__(self):
        fields = ",".join(f"{name}={value}" for name, value in vars(self).items() if not name.startswith("_"))
        return f"{type(self).__name__}([{fields}])"


class CognitoIdentity(_Shown):
    def __init__(self, said):
        self.cognito_identity_id = said.get("cognitoIdentityId")
        self.cognito_identity_pool_id = said.get("cognitoIdentityPoolId")


class Client(_Shown):
    def __init__(self, said):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"):
            setattr(self, name, said.get(name))


class ClientContext(_Shown):
    def __init__(self, said):
        self.client = Client(said["client"]) if said.get("client") else None
        self.custom = said.get("custom")
        self.env = said.get("env")


class LambdaContext(_Shown):
    def __init__(self, invocation):
        headers = invocation.headers
        self.aws_request_id = invocation.request_id
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        client = _json(headers.get("lambda-runtime-client-context"), "Client Context")
        self.client_context = None if client is None else ClientContext(client)
        self.identity = CognitoIdentity(_json(headers.get("lambda-runtime-cognito-identity"), "Cognito Identity") or {})
        self._epoch_deadline_time_in_ms = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(self._epoch_deadline_time_in_ms - int(time.time() * 1000), 0)

    def log(self, message):
        print(message, end="" if str(message).endswith("\n") else "\n")


def _json(text, name):
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise RuntimeFault("LambdaContextUnmarshalError", f"Unable to parse {name} JSON: {error}") from None
