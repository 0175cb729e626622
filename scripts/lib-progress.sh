# shellcheck shell=sh disable=SC2154  # $state_dir and $root come from lib.sh
# Numbered steps, shown on stderr while their output goes to a log.

setup_log=$state_dir/setup.log
setup_step=$root/.cache/setup.step

begin() {
  steps=$1 step_number=0
  (umask 077 && mkdir -p "$state_dir" "$data_dir" && : >"$setup_log") && return
  explain "opensessions cannot write to $state_dir and $data_dir." "Make them writable for you, then run this again."
  return 1
}

# step LABEL COMMAND…: the command's output goes to the log; the log's end is shown when it fails.
step() {
  label=$1
  shift
  step_number=$((step_number + 1))
  step_started=$(date +%s)
  progress "$label"
  printf '\n$ %s\n' "$*" >>"$setup_log"
  "$@" >>"$setup_log" 2>&1 </dev/null &
  child=$!
  if [ -t 2 ]; then spin; fi
  wait "$child"
  status=$?
  child=
  if [ -t 2 ]; then progress "$label"; fi
  if [ "$status" = 0 ]; then
    printf ' %ss\n' "$(elapsed)" >&2
    return
  fi
  echo ' failed' >&2
  tail -n 12 "$setup_log" | fold -s -w "$(columns)" >&2
  explain "opensessions could not be set up: the step \"$label\" failed. All it said is in $setup_log." \
    'Mend what stands above (network, disk space, npm), then run this again.'
  return "$status"
}

elapsed() {
  echo $(($(date +%s) - step_started))
}

# The file is for a second set-up that waits for this one.
progress() {
  if [ -t 2 ]; then printf '\r' >&2; fi
  printf '[%s/%s] %s' "$step_number" "$steps" "$1" >&2
  printf '[%s/%s] %s\n' "$step_number" "$steps" "$1" >"$setup_step"
}

spin() {
  while kill -0 "$child" 2>/dev/null; do
    for frame in '|' / - \\; do
      progress "$label"
      printf ' %ss %s ' "$(elapsed)" "$frame" >&2
      pause
      kill -0 "$child" 2>/dev/null || break
    done
  done
  printf '\r\033[K' >&2
}

# POSIX sleep knows whole seconds only; most know more.
pause() {
  sleep 0.2 2>/dev/null || sleep 1
}
