#!/bin/sh
# The plugin: binds the keys, then starts opensessions in the background. TPM runs this at each load of tmux.conf.
set -u

root=$(CDPATH='' cd "$(dirname "$0")" && pwd -P) || exit
. "$root/scripts/lib-setup.sh"
. "$root/scripts/lib-resurrect.sh"

prefix_key_option=@opensessions-prefix-key
default_prefix_key=o
focus_global_key_option=@opensessions-focus-global-key
default_focus_global_key=
index_keys_option=@opensessions-index-keys
default_index_keys='1 2 3 4 5 6 7 8 9'
table_keys_option=@opensessions-bound-table-keys

main() {
  if ! is_supported_tmux; then
    notify "needs tmux 3.2 or newer, this is ${version:-older}: update tmux; until then it does nothing" &
  elif ! is_built && ! each_bin_dir has_npm; then
    notify "found no npm, so it cannot install itself: install Node.js $npm_node_minimum or newer with npm, then reload tmux.conf" &
  else
    set_launcher
    bind_table_keys
    bind_prefix_key
    bind_focus_global_key
    bind_drag
    join_resurrect
    start &
  fi
}

# The server's version, because an updated tmux may be talking to a server that has been running for longer.
is_supported_tmux() {
  version=$(tmux_ display-message -p '#{version}')
  case ${version#next-} in
    '' | [0-2].* | 3.[01] | 3.[01][!0-9]*) return 1 ;;
  esac
}

# The bindings run the launcher through this option, so that no path stands in a binding.
set_launcher() {
  tmux_ set-option -g "$launcher_option" "$(sh_quote "$root/scripts/opensessions")"
}

bind_prefix_key() {
  key=$(get_tmux_option "$prefix_key_option" "$default_prefix_key")
  claim_key prefix-key prefix "$key" switch-client -T "$key_table" || refuse "$prefix_key_option" "$key"
}

bind_focus_global_key() {
  key=$(get_tmux_option "$focus_global_key_option" "$default_focus_global_key")
  claim_key focus-global-key root "$key" if-shell -F "$daemon_listens" "$(request_focus)" "$(launch focus)" ||
    refuse "$focus_global_key_option" "$key"
}

# Our border follows the mouse until it is let go, and the width that it has then is asked for. Who drags in a way of their
# own (not by tmux's resize-pane -M) keeps that.
bind_drag() {
  case $(key_binding root MouseDrag1Border) in
    *'resize-pane -M'*) ;;
    *) return ;;
  esac
  # The mouse is on a border of the pane left of it: that is ours, or ends where ours begins.
  on_our_border="#{||:#{$pane_option},#{==:#{e|+:#{pane_right},2},#{P:#{?#{$pane_option},#{pane_left},}}}}"
  width="#{P:#{?#{$pane_option},#{pane_width},}}"
  claim_key drag-key root MouseDrag1Border \
    if-shell -F -t = "$on_our_border" "set-environment -gh $drag_variable 1" '\;' resize-pane -M
  claim_key drag-end-key root MouseDragEnd1Border \
    if-shell -F "#{$drag_variable}" "set-environment -gu $drag_variable ; $(request "width $width")"
}

# Keys of the last load go first: the index keys may be others now. A key that somebody added to our table stays.
# One tmux process for all of it; a line that tmux refuses does not keep it from the others.
bind_table_keys() {
  index_keys=$(get_tmux_option "$index_keys_option" "$default_index_keys")
  old_keys=$(get_tmux_option "$table_keys_option" '')
  tmux_ set-option -g "$table_keys_option" "$(tmux_argument "s t p e n c $index_keys")"
  set -f
  refusal=$(table_key_commands | tmux_ source-file - 2>&1 >/dev/null)
  if [ -n "$refusal" ]; then notify "$index_keys_option: $refusal" & fi
  set +f
}

table_key_commands() {
  for key in $old_keys; do printf 'unbind-key -q -T %s %s\n' "$key_table" "$(sh_quote "$key")"; done
  table_key s "$(request_focus)" focus
  table_key t "$(request_toggle)" toggle
  printf 'bind-key -T %s p run-shell -C %s\n' "$key_table" "$(sh_quote "$popup")"
  table_key e "$(request even)" even
  table_key n "$(request next)" next
  table_key c "$(request sessionizer)" sessionizer
  index=0
  for key in $index_keys; do
    index=$((index + 1))
    table_key "$key" "$(request_switch "$index")" "switch $index"
  done
}

# table_key KEY REQUEST COMMAND: asks the daemon; where there is none, the launcher, which starts it.
table_key() {
  printf 'bind-key -T %s %s if-shell -F %s %s %s\n' "$key_table" "$(sh_quote "$1")" \
    "$(sh_quote "$daemon_listens")" "$(sh_quote "$2")" "$(sh_quote "$(launch "$3")")"
}

# The daemon's control client sits in the stash. Not `-t =_os_stash:`, which falls back to the client's own session.
daemon_listens="#{S:#{?#{==:#{session_name},$stash_session},#{session_attached},}}"

# A hidden environment variable, not an option: setting any option makes tmux redraw every client.
# request VERB [COMMAND]: what tmux does itself comes before the bell.
request() {
  printf '%s' "set-environment -gFh $request_variable '#{$request_variable}$1 #{client_name}|' ; ${2:+$2 ; }wait-for -S $bell_channel"
}

# The focus moves in the turn of tmux's loop in which the key comes: what is typed behind it goes where it is meant to go,
# however busy the daemon is. What is left is the daemon's: to open the sidebar, to zoom, to keep last-pane's target.
request_focus() {
  leave=$(sh_quote "$leave_sidebar") enter=$(sh_quote "$(enter_sidebar left) ; $(enter_sidebar right)")
  request "#{?#{$pane_option},back,focus}" "if-shell -F '#{$pane_option}' $leave $enter"
}

# request_switch NUMBER: tmux goes there itself, before it takes the next key, and a hook takes the sidebar along. From the
# sidebar, to where one is already, or where nothing has the number, there is more to do: that is asked for.
request_switch() {
  target=$number_variable$1
  is_easy="#{&&:#{$target},#{&&:#{!=:#{$target},#{session_id}},#{==:#{$pane_option},}}}"
  printf '%s' "if-shell -F '$is_easy' $(sh_quote "run-shell -C \"switch-client -t '#{$target}'\"") $(sh_quote "$(request "switch $1")")"
}

request_toggle() {
  request toggle "if-shell -F '#{$pane_option}' $(sh_quote "$leave_sidebar")"
}

# Only where it was a work pane: `last-pane` without one is an error, and shows a message.
leave_sidebar="if-shell -F '#{P:#{?#{&&:#{pane_last},#{==:#{$pane_option},}},1,}}' last-pane"

# enter_sidebar SIDE: the live pane, where it stands at that side.
enter_sidebar() {
  live="#{&&:#{==:#{$pane_option},live},#{&&:#{pane_at_$1},#{!=:#{window_zoomed_flag},1}}}"
  printf '%s' "if-shell -F '#{P:#{?$live,1,}}' \"select-pane -t ':.{$1}'\""
}

# Formats in it are expanded by run-shell. tmux refuses a popup that is wider than its client (3.3a).
popup="display-popup -E -w '#{?#{e|<:#{client_width},60},100%,60}' -h 80% -- sh #{$launcher_option} sidebar --popup --client #{q:client_name}"

launch() {
  printf '%s' "run-shell -b 'sh #{$launcher_option} $1 --client #{q:client_name} --pane #{pane_id}'"
}

refuse() {
  notify "tmux knows no key $2, which $1 asks for" &
}

start() {
  if ! sh "$root/scripts/opensessions" setup; then
    notify "could not be set up: see $setup_log, or open the sidebar, which tries again"
  elif ! sh "$root/scripts/opensessions" announce; then
    notify "could not start: see $state_dir/daemon.log"
  fi
  # Again, because it may be loaded after us.
  join_resurrect
}

# tmux shows what a plugin prints in a view of its own, and waits for whatever holds its output. By exec, because what
# goes to the background would otherwise hold the copies that sh keeps of the old descriptors.
exec </dev/null >/dev/null 2>&1
main
