"""Write a rule in CEL, the Common Expression Language, for other systems to run or to judge.

An engine needs two variables, made by `cel_context`: `received_at`, and `facts`, a map of the
facts that are known. What CEL lacks is written as follows:

* A number is an integer; a decimal counts millionths, so that 12.50 is 12500000. Doubles would
  round. A sum or product beyond 64 bits is an error in CEL, never a wrong answer.
* A date is its text, `"2026-03-01"`: such texts are ordered as the days are.
* A time is a timestamp, and what lies between two times a duration.
* Unknown never makes a rule true; therefore each test has `"…" in facts` beside it. Nulls would
  say the same, but not every engine compares them with a number.
"""

from firstline.rules.cel.context import cel_context
from firstline.rules.cel.translation import to_cel

__all__ = ["cel_context", "to_cel"]
