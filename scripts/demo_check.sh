#!/bin/sh
# Start the service, ask it one question, print the decision, stop it.
# usage: demo_check.sh BIN PORT
set -eu
bin=$1 port=$2
"$bin/firstline" serve &
service=$!
trap 'kill "$service" 2>/dev/null; wait "$service" 2>/dev/null || true' EXIT
"$bin/firstline" ask "I was charged twice for one trip" --url "http://localhost:$port" --wait 30 \
    --fact payment_type=card --fact transaction_status=clear_success \
    --fact transaction_sum=18.40 --fact order_cost=18.40 --fact currency=EUR
