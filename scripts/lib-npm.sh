# shellcheck shell=sh
# `npm start` sets variables that are for npm's own scripts. A tmux server that begins there would keep them for good and
# hand them to every pane. npm 9 to 11: @npmcli/config sets npm_*, INIT_CWD, NODE, EDITOR and NODE_OPTIONS, npm itself COLOR,
# @npmcli/run-script puts a node_modules/.bin for each folder above and its node-gyp-bin at the front of PATH.

# forget_npm: the environment becomes the one that npm was started in, as far as that can be known.
forget_npm() {
  [ -n "${npm_lifecycle_event:-}" ] || return 0
  before=$(environment_before_npm) || before=$(environment_npm_may_have_had)
  PATH=$(path_before_npm)
  # The only one of them that npm sets in every case is EDITOR: to vi where it knows none.
  names="INIT_CWD NODE COLOR EDITOR ${npm_config_node_options:+NODE_OPTIONS} $(env | sed -n 's/^\(npm_[A-Za-z0-9_]*\)=.*/\1/p')"
  for name in $names; do
    if value=$(printf '%s\n' "$before" | grep "^$name="); then
      export "$name=${value#*=}"
    else
      unset "$name"
    fi
  done
}

# What the nearest ancestor that no npm has touched began with, a variable a line. A process's own changes, like npm's, do
# not show there. Fails where /proc does not tell.
environment_before_npm() {
  ancestor=$PPID
  while found=$(tr '\n\000' ' \n' 2>/dev/null <"/proc/$ancestor/environ") && [ -n "$found" ]; do
    if ! printf '%s\n' "$found" | grep -q '^npm_lifecycle_event='; then
      printf '%s\n' "$found"
      return
    fi
    ancestor=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$ancestor/status")
  done
  return 1
} 2>/dev/null

# An editor that npm would have set as well is taken for npm's.
environment_npm_may_have_had() {
  case ${EDITOR:-} in
    "${npm_config_editor:-${VISUAL:-vi}}") ;;
    *) printf 'EDITOR=%s\n' "${EDITOR:-}" ;;
  esac
}

# PATH without what npm put at its front; the same directories further behind are the user's.
path_before_npm() {
  left=$PATH kept=$PATH
  while :; do
    case ${left%%:*} in
      /*/node-gyp-bin) kept=${left#*:} ;;
      /node_modules/.bin | /*/node_modules/.bin) ;;
      *) break ;;
    esac
    case $left in *:*) left=${left#*:} ;; *) break ;; esac
  done
  printf '%s\n' "$kept"
}
