"""Events and answers as JSON."""
import decimal
import json
import os

from .errors import RuntimeFault

# As AWS's runtimes do it: text as it is from Python 3.12 on, with escapes before.
_ESCAPES = os.environ.get("AWS_EXECUTION_ENV", "") in {f"AWS_Lambda_python3.{minor}" for minor in range(6, 12)}


def _as_number(value):
    # DynamoDB's numbers come as Decimal.
    if isinstance(value, decimal.Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def read(event):
    try:
        return json.loads(event)
    except ValueError as error:
        raise RuntimeFault("UnmarshalError", f"Unable to unmarshal input: {error}") from None


def write(answer):
    try:
        return json.dumps(answer, ensure_ascii=_ESCAPES, default=_as_number).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError) as error:
        raise RuntimeFault("MarshalError", f"Unable to marshal response: {error}") from None
