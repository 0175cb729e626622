# shellcheck shell=sh disable=SC2034  # the variables are for those who source this
# What the scripts say to tmux. The names are those of src/tmux/names.ts.

pane_option=@opensessions
stash_session=_os_stash
bell_channel=opensessions
hook_index=7391
request_variable=OPENSESSIONS_REQUEST
drag_variable=OPENSESSIONS_DRAG
resized_variable=OPENSESSIONS_RESIZED
number_variable=OPENSESSIONS_NUMBER_
width_option=@opensessions-width
position_option=@opensessions-position
saved_rename_format_option=@opensessions-saved-automatic-rename-format
port_variable=OPENSESSIONS_PORT
saved_port_variable=OPENSESSIONS_SAVED_PORT
layout_option=@opensessions-layout
pane_title='opensessions sidebar'
restoring_variable=OPENSESSIONS_RESTORING

node_option=@opensessions-node
launcher_option=@opensessions-launcher
key_table=opensessions

# The tmux server is $server (a socket path) if that is set, else the one that we are in.
# -u: without it tmux replaces what the locale cannot print by _, also in what we save to restore it later.
tmux_() {
  "${OPENSESSIONS_TMUX:-tmux}" -u ${server:+-S "$server"} "$@"
}

# Says what to do where there is none. A version that is too old says so later: the server may have another one.
has_tmux() {
  command -v "${OPENSESSIONS_TMUX:-tmux}" >/dev/null 2>&1 && return
  if [ -n "${OPENSESSIONS_TMUX:-}" ]; then
    explain "opensessions needs tmux, and $OPENSESSIONS_TMUX is none." \
      'Set OPENSESSIONS_TMUX to the path of tmux 3.2 or newer, or unset it.'
  else
    explain 'opensessions needs tmux, and there is none on the PATH.' \
      'Install tmux 3.2 or newer, or set OPENSESSIONS_TMUX to its path; then run this again.'
  fi
  return 1
}

get_tmux_option() {
  value=$(tmux_ show-options -gqv "$1" 2>/dev/null)
  printf '%s\n' "${value:-$2}"
}

# tmux takes a `;` at the end of an argument for the end of the command.
tmux_argument() {
  case $1 in
    *\;) printf '%s\\;\n' "${1%;}" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# tmux_message CLIENT TEXT: on the client's message line for ten seconds. The text is text: a #(…) in it does not run.
tmux_message() {
  text=$(printf '%s' "$2" | tr '\n' ' ' | sed 's/#/##/g; s/%/%%/g')
  tmux_ display-message -d 10000 -c "$1" "opensessions: $text." 2>/dev/null ||
    tmux_ display-message -c "$1" "opensessions: $text." # before tmux 3.2 there is no -d
}

# notify TEXT: tells the person as soon as one is attached (a plugin is loaded before that), within a minute.
notify() {
  tries=0
  while tmux_ display-message -p '' >/dev/null 2>&1; do
    client=$(tmux_ list-clients -F '#{client_control_mode} #{client_name}' | sed -n 's/^0 //p' | head -n 1)
    if [ -n "$client" ]; then
      tmux_message "$client" "$1"
      return
    fi
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || return 1
    sleep 1
  done
}

# One key in a table of the user's is ours under a name. Two global options remember it:
# @opensessions-bound-<name> is `table key`, @opensessions-saved-<name> the tmux command that gives the key back.

# claim_key NAME TABLE KEY COMMAND…: an empty KEY is none. What stood there is saved, never what is ours already.
claim_key() {
  name=$1 table=$2 key=$3
  shift 3
  [ "$(get_tmux_option "@opensessions-bound-$name" '')" = "$table $key" ] || give_key_back "$name"
  [ -n "$key" ] || return 0
  current=$(key_binding "$table" "$key")
  if ! is_our_binding "$current"; then
    tmux_ set-option -g "@opensessions-saved-$name" "$(tmux_argument "$(restoring_command "$table" "$key" "$current")")"
    tmux_ set-option -g "@opensessions-bound-$name" "$(tmux_argument "$table $key")"
  fi
  tmux_ bind-key -T "$table" "$(tmux_argument "$key")" "$@" 2>/dev/null && return
  forget_key "$name"
  return 1
}

give_key_back() {
  bound=$(get_tmux_option "@opensessions-bound-$1" '')
  [ -n "$bound" ] || return 0
  if is_our_binding "$(key_binding "${bound%% *}" "${bound#* }")"; then
    # On its stdout tmux says what went wrong elsewhere, such as in a hook of the user's.
    get_tmux_option "@opensessions-saved-$1" '' | tmux_ source-file - >/dev/null
  fi
  forget_key "$1"
}

forget_key() {
  tmux_ set-option -gqu "@opensessions-saved-$1" \; set-option -gqu "@opensessions-bound-$1"
}

key_binding() {
  tmux_ list-keys -T "$1" "$(tmux_argument "$2")" 2>/dev/null
}

is_our_binding() {
  case $1 in
    *"switch-client -T $key_table" | *"$request_variable"* | *"$drag_variable"*) return 0 ;;
    *) return 1 ;;
  esac
}

# restoring_command TABLE KEY BINDING: list-keys leaves a binding's note out, so it is put back in.
restoring_command() {
  if [ -z "$3" ]; then
    printf 'unbind-key -T %s %s\n' "$1" "$(sh_quote "$2")"
    return
  fi
  note=$(tmux_ list-keys -N -P '' -T "$1" "$(tmux_argument "$2")" 2>/dev/null | sed 's/^[^ ]* *//')
  printf 'bind-key %s%s\n' "${note:+-N $(sh_quote "$note")}" "${3#bind-key}"
}
