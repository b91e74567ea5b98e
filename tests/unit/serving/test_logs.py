import json
import logging

from firstline.serving.logs import JsonFormatter


def test_a_log_line_is_json_with_all_that_was_said_beside_it() -> None:
    said = {"name": "firstline", "levelname": "INFO", "msg": "live: %s", "args": ("7",)}
    record = logging.makeLogRecord({**said, "release": "d"})

    line = json.loads(JsonFormatter().format(record))

    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "info", "logger": "firstline", "message": "live: 7", "release": "d"}


def test_an_unforeseen_error_is_logged_with_its_place() -> None:
    error = ZeroDivisionError("by zero")
    record = logging.makeLogRecord({"msg": "broke", "exc_info": (type(error), error, None)})

    assert "by zero" in json.loads(JsonFormatter().format(record))["traceback"]
