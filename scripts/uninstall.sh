#!/bin/sh
# uninstall.sh [--keep-keys] [--server SOCKET]…: ends the daemon and leaves each tmux server as it was before us.
# Servers: the ones given, else the one we are in and all that were announced; then the integrations in agents go as well.
# --keep-keys spares daemon, bindings and integrations.
# Needs no Node, may be run again, and after a crash. Ends with 0, 1 when something stayed behind, 2 on wrong usage.
set -u

root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P) || exit
. "$root/scripts/lib.sh"
. "$root/scripts/lib-tmux.sh"
. "$root/scripts/lib-resurrect.sh"
. "$root/scripts/lib-node.sh"
. "$root/scripts/lib-integrations.sh"

rounds_max=3
daemon_wait_ticks_max=50
daemon_start_ticks_max=20
newline='
'

main() {
  keep_keys=no servers='' cleaned=0 failed=0
  while [ $# -gt 0 ]; do
    case $1 in
      --keep-keys) keep_keys=yes ;;
      --server)
        [ $# -gt 1 ] || usage
        servers=$servers$2$newline
        shift
        ;;
      *) usage ;;
    esac
    shift
  done
  everywhere=no
  if [ -z "$servers" ]; then
    everywhere=$([ "$keep_keys" = yes ] || echo yes)
    servers=$(known_servers)
  fi

  if [ "$keep_keys" = yes ]; then
    clean_servers
  elif pause_daemons; then
    clean_servers
    end_daemons
  else
    clean_servers
    # A sidebar that had lost its daemon to a crash may have been starting another one.
    rounds=0
    while await_daemon || is_anything_left; do
      rounds=$((rounds + 1))
      [ "$rounds" -le "$rounds_max" ] || break
      end_daemons
      clean_servers
    done
  fi

  if [ "$everywhere" = yes ]; then remove_integrations; fi
  each_server check_server
  [ "$failed" = 0 ] || exit 1
  echo "opensessions: removed from $cleaned tmux server(s)"
}

usage() {
  explain 'usage: uninstall.sh [--keep-keys] [--server SOCKET]…'
  exit 2
}

known_servers() {
  {
    if [ -n "${TMUX:-}" ]; then printf '%s\n' "${TMUX%,*,*}"; fi
    if [ -f "$state_dir/servers" ]; then cat "$state_dir/servers"; fi
  } | sort -u
}

clean_servers() {
  cleaned=0 had_live=no
  each_server clean_server
}

is_anything_left() {
  found=
  each_server find_left
  [ -n "$found" ]
}

find_left() {
  found=$found$(what_is_left)
}

each_server() {
  while IFS= read -r server <&3; do
    case $server in /*) "$1" ;; esac
  done 3<<END
$servers
END
}

# Hooks go first, so that what follows does not set them off.
clean_server() {
  tmux_ display-message -p '' >/dev/null 2>&1 || return 0
  remove_hooks
  if our_panes | grep -q '^live'; then had_live=yes; fi
  close_panes
  tmux_ kill-session -t "=$stash_session" >/dev/null 2>&1
  # The stash may have been the last session, and the server with it.
  tmux_ display-message -p '' >/dev/null 2>&1 || return 0
  restore_rename_format
  if [ "$keep_keys" = no ]; then
    restore_keys
    leave_resurrect
  fi
  unset_options
  restore_port
  tmux_ set-environment -gu "$request_variable" \; set-environment -gu "$drag_variable" \; set-environment -gu "$restoring_variable" \; \
    set-environment -gu "$resized_variable"
  forget_numbers
  cleaned=$((cleaned + 1))
}

our_hooks() {
  {
    tmux_ show-hooks -g
    tmux_ show-hooks -gw
  } | sed -n "s/^\([a-z-]*\[$hook_index\]\).*/\1/p"
}

remove_hooks() {
  our_hooks | sed 's/^/set-hook -gu /' | tmux_ source-file -
}

our_panes() {
  tmux_ list-panes -a -F "#{$pane_option} #{?#{==:#{session_name},$stash_session},stash,#{window_zoomed_flag}#{pane_active}} #{window_id} #{pane_id} #{window_layout} #{$layout_option}" 2>/dev/null |
    grep -E '^(slot|live|revived) '
}

# One tmux process for all of them. The stash ends as a whole: windows of it that end one after the other in one turn make
# tmux crash, see src/core/emptied.ts. Silent, because a hook of the user's may print into whatever command set it off.
close_panes() {
  our_panes | closing_commands | tmux_ source-file - >/dev/null 2>&1
}

# A window gets the layout back that it had before our pane came, unless somebody changed something since. tmux unzooms a
# window when a pane in it ends; unless it was ours that was zoomed, it is zoomed again. Each command has its own line: one
# that fails, because its window went with the pane, does not keep tmux from the others.
closing_commands() {
  awk -v option="$layout_option" -v quote="'" '
    # As in src/core/layout.ts: a layout without its checksum and pane ids.
    function geometry(layout,    rest, found) {
      sub(/^[0-9a-f]+,/, "", layout)
      for (rest = ""; match(layout, /[0-9]+x[0-9]+,[0-9]+,[0-9]+,[0-9]+/); layout = substr(layout, RSTART + RLENGTH)) {
        found = substr(layout, RSTART, RLENGTH)
        sub(/,[0-9]+$/, "", found)
        rest = rest substr(layout, 1, RSTART - 1) found
      }
      return rest layout
    }
    $2 != "stash" {
      print "kill-pane -t " $4
      split($6, kept, "+")
      after = ""
      if ($6 ~ /^[][0-9a-fx,{}]+[+][][0-9a-fx,{}]+$/ && geometry($5) == geometry(kept[2]))
        after = "select-layout -t " $3 " " quote kept[1] quote "\n"
      after = after "set-option -wqu -t " $3 " " option
      if ($2 == "10") after = after "\nresize-pane -Z -t " $3
      afterwards[$3] = after
    }
    # A window may hold two panes of ours.
    END { for (window in afterwards) print afterwards[window] }'
}

forget_numbers() {
  tmux_ show-environment -gh 2>/dev/null | sed -n "s/^\(${number_variable}[0-9]*\)=.*/set-environment -gu \1/p" |
    tmux_ source-file -
}

# `=` and what the variable said before; nothing when it never had to be changed.
restore_port() {
  saved=$(tmux_ show-environment -gh "$saved_port_variable" 2>/dev/null) || return 0
  saved=${saved#*=}
  tmux_ set-environment -gu "$saved_port_variable"
  if [ "$saved" = = ]; then
    tmux_ set-environment -gu "$port_variable"
  else
    tmux_ set-environment -g "$port_variable" "${saved#=}"
  fi
}

# In one turn of tmux's loop: a daemon may be quitting or starting. Ours without anything kept stands for an empty one.
restore_rename_format() {
  kept=$saved_rename_format_option
  tmux_ if-shell -F "#{!=:#{$kept},}" \
    "set-option -gwF automatic-rename-format '#{$kept}' ; set-option -gu $kept" \
    "if-shell -F '#{m:*$kept*,#{automatic-rename-format}}' 'set-option -gw automatic-rename-format \"\" ; set-option -gqu $kept'"
}

restore_keys() {
  give_key_back prefix-key
  give_key_back focus-global-key
  give_key_back drag-key
  give_key_back drag-end-key
  tmux_ unbind-key -aq -T "$key_table"
}

# What the user configures stays: it is in their tmux.conf. So does the user's format that a daemon has put aside just now.
unset_options() {
  for scope in -g -gw -s; do
    tmux_ show-options $scope | sed -n 's/^\(@opensessions-[a-z-]*\).*/\1/p' | while IFS= read -r option; do
      case $option in
        "$width_option" | "$position_option" | "$node_option" | "$saved_rename_format_option") continue ;;
        *-saved-*-key | *-bound-*-key | *-bound-table-keys | "$launcher_option")
          if [ "$keep_keys" = yes ]; then continue; fi
          ;;
        *-prefix-key | *-focus-global-key | *-index-keys) continue ;;
      esac
      tmux_ set-option -qu $scope "$option" </dev/null
    done
  done
}

what_is_left() {
  our_hooks
  our_panes
  tmux_ list-sessions -F '#{session_name}' 2>/dev/null | grep -Fx "$stash_session"
}

check_server() {
  left=$(what_is_left)
  [ -n "$left" ] || return 0
  failed=1
  explain "opensessions: the tmux server $server still has something of ours:" "$left" 'Run this again; if it stays, report it.'
}

# Sets $pid to each running daemon of ours and calls FUNCTION; says whether there was one. One whose environment had no
# XDG_RUNTIME_DIR has its pid elsewhere.
each_daemon() {
  found=1
  for pid_file in "$(runtime_pid_file)" "$state_dir/daemon.pid" "/tmp/opensessions-$(name_hash "$state_dir")/daemon.pid"; do
    [ -f "$pid_file" ] || continue
    pid=$(head -n 1 "$pid_file")
    if is_our_daemon; then
      "$1"
      found=0
    fi
  done
  return "$found"
}

# A daemon that ended before its sidebars would be started again by them, one that runs would put back what we remove.
pause_daemons() {
  trap 'end_daemons; exit 130' HUP INT TERM
  each_daemon pause_daemon
}

pause_daemon() {
  kill -STOP "$pid"
}

end_daemons() {
  each_daemon end_daemon
}

await_daemon() {
  [ "$had_live" = yes ] || return 1
  ticks=0
  until each_daemon :; do
    ticks=$((ticks + 1))
    [ "$ticks" -lt "$daemon_start_ticks_max" ] || return 1
    tick
  done
}

runtime_pid_file() {
  case ${OPENSESSIONS_SOCKET:-}:${XDG_RUNTIME_DIR:-} in
    /*.sock:*) printf '%s.pid\n' "${OPENSESSIONS_SOCKET%.sock}" ;;
    /*) printf '%s.pid\n' "$OPENSESSIONS_SOCKET" ;;
    :/*) printf '%s/opensessions/daemon.pid\n' "$XDG_RUNTIME_DIR" ;;
  esac
}

# A pid may have been given to another process since; only a running one that is `… main.js daemon` is ours to end.
is_our_daemon() {
  case $pid in '' | 0* | *[!0-9]*) return 1 ;; esac
  case $(ps -o args= -p "$pid" 2>/dev/null) in
    *main.js\ daemon*) return 0 ;;
    *) return 1 ;;
  esac
}

# It gets five seconds to end by itself; a stopped one is woken for that.
end_daemon() {
  kill -TERM "$pid" && kill -CONT "$pid"
  ticks=0
  while is_our_daemon; do
    ticks=$((ticks + 1))
    if [ "$ticks" = "$daemon_wait_ticks_max" ]; then kill -KILL "$pid"; fi
    if [ "$ticks" -gt $((daemon_wait_ticks_max + 10)) ]; then
      failed=1
      explain "opensessions: the daemon (pid $pid) did not end."
      return
    fi
    tick
  done
}

tick() {
  sleep 0.1 2>/dev/null || sleep 1
}

# name_hash TEXT: as in src/protocol/paths.ts, FNV-1a over the code points, forwards and backwards.
name_hash() {
  points=$(printf '%s' "$1" | iconv -f UTF-8 -t UTF-32LE 2>/dev/null | od -An -v -tu4)
  backwards=
  for point in $points; do backwards="$point $backwards"; done
  # shellcheck disable=SC2086  # words are what is wanted
  printf '%s%s\n' "$(fnv $points)" "$(fnv $backwards)"
}

fnv() {
  sum=$((0x811c9dc5))
  for point in "$@"; do sum=$((((sum ^ point) * 0x01000193) & 0xffffffff)); done
  printf '%08x' "$sum"
}

main "$@"
