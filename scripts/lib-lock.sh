# shellcheck shell=sh disable=SC2154  # $root comes from lib.sh, $setup_step from lib-progress.sh
# One set-up at a time in a checkout.

setup_wait_seconds_max=900
setup_lock=$root/.cache/setup.lock
setup_guard=$root/.cache/setup.guard

# with_lock COMMAND…: the lock is a symbolic link to its owner's pid, made in one go.
with_lock() {
  take_lock || return 1
  child='' staging=''
  trap release_lock EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  "$@"
  result=$?
  release_lock
  trap - EXIT HUP INT TERM
  return "$result"
}

release_lock() {
  if [ -n "$child" ]; then kill "$child" 2>/dev/null; fi
  if [ -n "$staging" ]; then rm -rf "$staging"; fi
  rm -f "$setup_lock" "$setup_step"
}

take_lock() {
  deadline=$(($(date +%s) + setup_wait_seconds_max))
  shown=
  mkdir -p "${setup_lock%/*}" 2>/dev/null
  until ln -s "$$" "$setup_lock" 2>/dev/null; do
    if [ ! -w "${setup_lock%/*}" ]; then
      explain "opensessions cannot write to $root, where it is to be set up." 'Make it writable for you, then run this again.'
      return 1
    fi
    if [ "$(date +%s)" -ge "$deadline" ]; then
      explain "Another set-up of opensessions did not end in $setup_wait_seconds_max seconds." \
        "If none is running, remove $setup_lock, then run this again."
      return 1
    fi
    owner=$(readlink "$setup_lock") || continue
    if kill -0 "$owner" 2>/dev/null; then
      show_progress_of_the_other
      pause
    else
      remove_stale_lock
    fi
  done
}

# The guard keeps two who saw the same dead owner from removing each other's new lock. Who holds it may be killed as well.
remove_stale_lock() {
  if ! ln -s "$$" "$setup_guard" 2>/dev/null; then
    guard=$(readlink "$setup_guard") || return
    if kill -0 "$guard" 2>/dev/null; then pause; else rm -f "$setup_guard"; fi
    return
  fi
  if [ "$(readlink "$setup_lock")" = "$owner" ]; then rm -f "$setup_lock"; fi
  rm -f "$setup_guard"
}

show_progress_of_the_other() {
  IFS= read -r current 2>/dev/null <"$setup_step" || return
  [ "$current" != "$shown" ] || return
  shown=$current
  printf '%s\n' "$shown" >&2
}
