# shellcheck shell=sh disable=SC2154  # $node and $npm come from lib-node.sh
# Node, dependencies, build: what is missing is made, once. What is there is seen without a Node process.

. "$root/scripts/lib.sh"
. "$root/scripts/lib-tmux.sh"
. "$root/scripts/lib-node.sh"
. "$root/scripts/lib-progress.sh"
. "$root/scripts/lib-lock.sh"

dependencies_stamp=$root/node_modules/.opensessions

# set_up [rebuild]: all that dist/main.js needs. Sets $node. Fails after it said why.
set_up() {
  if [ "${1:-}" != rebuild ] && is_set_up; then return; fi
  with_lock make_set_up "$@"
}

is_set_up() {
  is_built && { remembered_node || { ! may_remember_node && find_node 2>/dev/null; }; }
}

# Whoever had the lock before may have made it all.
make_set_up() {
  if [ "${1:-}" != rebuild ] && is_set_up; then return; fi
  begin 3 && pick_node || return 1
  if [ "${1:-}" != rebuild ] && is_built; then return; fi
  install_dependencies users && step build build
}

# set_up_tools users|dev: what the project's own scripts need, which build by themselves. Sets $node.
set_up_tools() {
  has_tools "$1" || with_lock make_tools "$1"
}

has_tools() {
  remembered_node && has_dependencies "$1"
}

make_tools() {
  has_tools "$1" && return
  begin 2 && pick_node && install_dependencies "$1"
}

# A folder's time changes when a file in it goes, so a removed source counts too.
is_built() {
  [ -f "$root/dist/main.js" ] && [ -z "$(
    cd "$root" && find src scripts package.json package-lock.json -newer dist/main.js 2>/dev/null
  )" ]
}

# has_dependencies users|dev: the stamp goes before an installation begins, and comes back when it is complete.
has_dependencies() {
  IFS= read -r stamp 2>/dev/null <"$dependencies_stamp" || return 1
  checksum=$(cksum <"$root/package-lock.json")
  [ "$stamp" = "$checksum dev" ] || [ "$stamp" = "$checksum $1" ]
}

install_dependencies() {
  if has_dependencies "$1"; then
    step_number=$((step_number + 1))
    return
  fi
  find_npm && step dependencies npm_install_dependencies "$1" && echo "$(cksum <"$root/package-lock.json") $1" >"$dependencies_stamp"
}

# These are run by `step` in a process of their own: they exec, so that ending that process ends the work.
npm_install_node() {
  mkdir -p "$1" && cd "$1" && run_npm install --ignore-scripts --prefix "$1" "$2@$private_node_major"
}

# Not `npm ci`, which fails when the lockfile lacks another platform's optional package, as a registry may make it do.
npm_install_dependencies() {
  rm -f "$dependencies_stamp" && cd "$root" || return
  case $1 in
    dev) run_npm install --no-save --ignore-scripts --include=dev ;;
    *) run_npm install --no-save --ignore-scripts --omit=dev ;;
  esac
}

# The Node beside npm is for the case that there is no other one yet.
run_npm() {
  PATH=${node_link%/*}:$PATH:${npm%/*} exec "$npm" "$@" --no-audit --no-fund --no-update-notifier
}

build() {
  cd "$root" && exec "$node" scripts/build.mjs
}
