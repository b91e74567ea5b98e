"""Engines that others wrote, given our rules in their own languages."""

from benchmarks.rule_engines.engine import CannotExpress, RuleEngine
from benchmarks.rule_engines.firstline import Firstline
from benchmarks.rule_engines.json_logic import JsonLogic
from benchmarks.rule_engines.python_cel import PythonCel
from benchmarks.rule_engines.rule_engine import RuleEngineLibrary
from benchmarks.rule_engines.rust_cel import RustCel
from benchmarks.rule_engines.zen import Zen

ENGINES: tuple[type[RuleEngine], ...] = (
    Firstline,
    RustCel,
    JsonLogic,
    Zen,
    RuleEngineLibrary,
    PythonCel,
)

__all__ = ["ENGINES", "CannotExpress", "RuleEngine"]
