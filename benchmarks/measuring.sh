# Shared by the benchmarks that start servers; source it from the root of the repository.
work=$(mktemp -d)
build=$PWD/build/bench
declare -A session
stop_all() {
  for name in "${!session[@]}"; do pkill -TERM -s "${session[$name]}" 2>/dev/null || true; done
  sleep 0.3
  for name in "${!session[@]}"; do pkill -KILL -s "${session[$name]}" 2>/dev/null || true; done
  rm -rf "$work"
}
trap stop_all EXIT

need() {  # TOOL...
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: see the head of $0" >&2; exit 1; }
  done
}
make_targets() {  # TARGET...
  [ -f "$build/build.ninja" ] || cmake --preset bench >/dev/null
  cmake --build --preset bench --target "$@" >"$work/build" || { cat "$work/build" >&2; exit 1; }
}
# start NAME COMMAND...: in a session of its own, so that all of it can be ended.
start() {
  setsid "${@:2}" >"$work/$1.out" 2>&1 </dev/null &
  session[$1]=$!
}
# Time on a CPU of a process with all its descendants, and of the process alone, in ns: the scheduler's own count
# (clock ticks miss whoever sleeps and wakes often).
cpu_time() {  # PID
  for stat in /proc/[0-9]*/stat; do
    read -r line <"$stat" || continue
    rest=${line##*) }
    set -- $rest
    echo "${line%% *} $2 $(cat "${stat%stat}"task/*/schedstat 2>/dev/null | awk '{ t += $1 } END { print t + 0 }')"
  done 2>/dev/null | awk -v root="$1" '
    { parent[$1] = $2; time[$1] = $3 }
    function inside(p) { while (p > 1) { if (p == root) return 1; p = parent[p] } return 0 }
    END { for (p in time) if (inside(p)) sum += time[p]; printf "%.0f %.0f\n", sum, time[root] }'
}
resident_mb() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }  # PID
wait_for() {  # URL [curl arguments]
  for _ in $(seq 600); do curl -sf -o /dev/null "$@" && return; sleep 0.1; done
  echo "no answer from $1" >&2; tail -n 5 "$work"/*.out >&2; exit 1
}
wait_for_port() {  # PORT
  for _ in $(seq 600); do (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.1; done
  echo "nobody listens on port $1" >&2; tail -n 5 "$work"/*.out >&2; exit 1
}
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# The folder with serverless-offline's node_modules, installed by npm the first time. osls is the continuation of the
# Serverless Framework that needs no login.
install_serverless_offline() {
  local rival=$PWD/build/rivals/serverless-offline
  if [ ! -d "$rival/node_modules/serverless-offline" ]; then
    mkdir -p "$rival"
    (cd "$rival" && npm init -y && npm install --no-audit --no-fund serverless@npm:osls@4 serverless-offline@14) >"$work/npm.log" 2>&1
  fi
  echo "$rival"
}
# A fixture's folder for serverless-offline: the same service, for Node and with the plugin.
serverless_offline_folder() {  # FIXTURE_FOLDER
  local folder=$work/serverless-offline
  mkdir -p "$folder"
  cp "$1/handler.js" "$folder/"
  sed 's/provided.al2023/nodejs20.x/; s/^service:/plugins: [serverless-offline]\nservice:/' "$1/serverless.yml" >"$folder/serverless.yml"
  ln -sfn "$(install_serverless_offline)/node_modules" "$folder/node_modules"
  echo '{"private": true}' >"$folder/package.json"
  echo "$folder"
}
