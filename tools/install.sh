#!/usr/bin/env bash
# Sets up .venv: tools/install.sh runtime|dev|eval|bench. `make` calls it when something has changed.
#
# PYTHON        which Python makes the environment (default: the first of 3.11 and later that is found)
# TORCH_INDEX   where to take torch from (default: where pip takes everything); see the Dockerfile for the
#               index of the CPU build, which spares a Linux machine gigabytes of CUDA
set -euo pipefail
cd "$(dirname "$0")/.."

main() {
    local what=$1
    [[ -x .venv/bin/python ]] || make_environment
    announce "$what"
    install_torch
    case $what in
        runtime) install "Kenner" --editable . -c constraints.txt ;;
        dev)
            install "Kenner and its tools" --editable '.[dev,eval,graph]' -c constraints.txt
            install_clients
            ;;
        eval) install "the measures" --editable '.[eval]' -c constraints.txt ;;
        bench) install "the peers" --editable '.[bench]' -c constraints.txt -c constraints-bench.txt ;;
        *) fail "tools/install.sh knows runtime, dev, eval and bench, not '$what'." ;;
    esac
    note_cuda
}

make_environment() {
    local python
    python=$(find_python)
    echo "Making .venv with $("$python" --version)."
    "$python" -m venv .venv || fail "Python could not make .venv. On Debian and Ubuntu: apt install python3-venv"
}

find_python() {
    local name
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3 python}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "Kenner needs Python 3.11 or newer, and ${PYTHON:-python3} is not. Name one: make PYTHON=/path/to/python3.11"
}

announce() {
    case $1 in
        runtime) echo "Installing about $(grep -c '==[^#]*$' constraints.txt) packages (torch for embeddings, FAISS, the model)." ;;
        dev) echo "Installing about $(grep -c '==' constraints.txt) packages (the above, and tools for tests and checks)." ;;
        eval) echo "Installing $(grep -c '# eval$' constraints.txt) small packages more (measures of rankings)." ;;
        bench) echo "Installing about $(grep -c '==' constraints-bench.txt) packages more (the search engines we measure ourselves beside)." ;;
    esac
    [[ $1 != runtime ]] || echo "Roughly 450 MB to fetch and 1.5 GB on disk. It takes some minutes, once."
}

# torch goes first: what pins it must be there before anything else asks for it.
install_torch() {
    local torch
    .venv/bin/python -c 'import importlib.metadata as m; m.version("torch")' 2>/dev/null && return
    torch=$(grep -o '^torch==[0-9.]*' constraints.txt)
    if [[ -n ${TORCH_INDEX:-} ]]; then
        install "$torch" --no-deps --index-url "$TORCH_INDEX" "$torch"
    else
        install "$torch" -c constraints.txt "$torch"
    fi
}

# Quiet, but visibly alive: a dot every five seconds.
install() {
    local label=$1 started=$SECONDS ticker
    shift
    printf '  %s ' "$label"
    (while sleep 5; do printf '.'; done) &
    ticker=$!
    trap 'kill "'"$ticker"'" 2>/dev/null || true' EXIT
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" \
        || fail "pip could not install $label: its message is above. Then run the same command again."
    kill "$ticker"
    wait "$ticker" 2>/dev/null || true
    trap - EXIT
    echo " done in $((SECONDS - started)) s"
}

# Programs to test against, 35 MB. Without them their tests are skipped: nothing here may fail the set-up.
install_clients() {
    local started=$SECONDS
    if ! command -v npm >/dev/null; then
        echo "  npm is not here: tests against a Slack that others wrote will be skipped (tests/clients)."
        return
    fi
    printf '  programs to test against '
    if npm ci --prefix tests/clients --ignore-scripts --no-audit --no-fund --fetch-retries=1 >/dev/null; then
        echo " done in $((SECONDS - started)) s"
    else
        echo "  npm could not install them: tests that need them will be skipped (tests/clients)."
    fi
}

note_cuda() {
    if compgen -G '.venv/lib/python3*/site-packages/nvidia' >/dev/null; then
        echo "Note: torch came with CUDA, which Kenner does not need. For the small CPU build:"
        echo "  make clean, then the same command with TORCH_INDEX=… as the Dockerfile has it."
    fi
}

fail() {
    echo >&2
    echo "$*" >&2
    exit 1
}

main "$@"
