# shellcheck shell=sh disable=SC2034  # the variables are for those who source this
# What all our scripts share: places and words to the person. Source it with $root, the checkout's absolute path.

# xdg_dir BASE FALLBACK: our directory below an XDG base; a base that is empty or not absolute counts as unset.
xdg_dir() {
  case $1 in
    /*) printf '%s/opensessions\n' "$1" ;;
    *) printf '%s/%s/opensessions\n' "${HOME:?is not set}" "$2" ;;
  esac
}

state_dir=$(xdg_dir "${XDG_STATE_HOME:-}" .local/state)
data_dir=$(xdg_dir "${XDG_DATA_HOME:-}" .local/share)
config_dir=$(xdg_dir "${XDG_CONFIG_HOME:-}" .config)

# explain LINE…: on stderr, folded to the terminal, which may be a sidebar of 26 columns.
explain() {
  printf '%s\n' "$@" | fold -s -w "$(columns)" >&2
}

columns() {
  if [ -t 2 ] && size=$(stty size <&2 2>/dev/null) && [ "${size#* }" -gt 0 ]; then
    printf '%s\n' "${size#* }"
  else
    echo 100
  fi
}

# sh_quote TEXT: one word for sh, whatever stands in it.
sh_quote() {
  printf "'"
  printf '%s' "$1" | sed "s/'/'\\\\''/g"
  printf "'"
}
