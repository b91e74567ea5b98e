#!/bin/sh
# Start the demo, ask it one question, print the decision, look for the panel, stop it.
# usage: demo_check.sh PORT COMMAND...
set -eu
port=$1
shift
"$@" &
demo=$!
trap 'kill "$demo" 2>/dev/null; wait "$demo" 2>/dev/null || true' EXIT
"$1" ask "I was charged twice for one trip" --url "http://localhost:$port" --wait 60 \
    --fact payment_type=card --fact transaction_status=clear_success \
    --fact transaction_sum=18.40 --fact order_cost=18.40 --fact currency=EUR
"$(dirname "$1")/python" - "http://localhost:$port/panel/sign-in/" <<'PYTHON'
import sys
import httpx2
httpx2.get(sys.argv[1]).raise_for_status()
print("the panel asks to sign in at", sys.argv[1])
PYTHON
