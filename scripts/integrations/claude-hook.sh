#!/bin/sh
# A hook of Claude Code: leaves its event (JSON on stdin) for the daemon of opensessions, as one line in
# <state>/agents/claude-<pid>.jsonl. Says nothing, never fails, and does nothing where opensessions was never set up.
exec 2>/dev/null
set -f
umask 077
export LC_ALL=C

payload_bytes_max=65536
# A longer event is told by its names alone: tool results hold whole files, and a shell writes no more than this at once.
event_bytes_max=4000
file_bytes_max=262144
ancestors_max=8

main() {
  payload=$(head -c "$payload_bytes_max")
  # The rest is taken too: the agent may wait until it is.
  [ ${#payload} -lt "$payload_bytes_max" ] || cat > /dev/null
  case ${XDG_STATE_HOME:-} in
    /*) state=$XDG_STATE_HOME/opensessions ;;
    *) state=${HOME:-}/.local/state/opensessions ;;
  esac
  [ -d "$state" ] || return
  [ -d "$state/agents" ] || mkdir -p "$state/agents" || return
  find_agent || return
  file=$state/agents/claude-$agent.jsonl

  name_of hook_event_name && event=$value
  case $event in
    '') return ;;
    SessionStart | UserPromptSubmit) begin_anew_if_large ;;
    SessionEnd)
      name_of reason
      case $value in
        clear | resume) ;;
        # The process ends, and with it all that was said of it.
        *) rm -f "$file" && return ;;
      esac
      ;;
  esac
  case $payload in
    *"
"*) shorten ;;
    '{'*'}') [ ${#payload} -le "$event_bytes_max" ] || shorten ;;
    *) shorten ;;
  esac
  pane=
  case ${TMUX_PANE:-} in
    '' | %*[!0-9]*) ;;
    %[0-9]*) pane="\"pane\":\"$TMUX_PANE\"," ;;
  esac
  # Where `date` knows no milliseconds it prints the letters.
  now=$(date +%s%3N)
  case $now in
    '' | *[!0-9]*) now=$(date +%s)000 ;;
  esac
  printf '%s\n' "{\"at\":$now,\"pid\":$agent,$pane\"event\":$payload}" >> "$file"
}

# The nearest ancestor that is no shell; Claude Code runs its hooks by one, which may replace itself.
find_agent() {
  agent=$PPID
  ancestors=0
  while [ "$ancestors" -lt "$ancestors_max" ] && [ "${agent:-0}" -gt 1 ]; do
    if [ -r "/proc/$agent/stat" ]; then
      read -r stat < "/proc/$agent/stat" || return
      program=${stat#*\(}
      program=${program%\)*}
      rest=${stat##*\) ? }
      parent=${rest%% *}
    else
      stat=$(ps -o ppid= -o comm= -p "$agent") || return
      stat=${stat#"${stat%%[! ]*}"}
      parent=${stat%% *}
      program=${stat##*[ /]}
    fi
    case ${program#-} in
      sh | dash | bash | zsh | ash | ksh | fish | busybox | env | timeout) ;;
      *) return 0 ;;
    esac
    agent=$parent
    ancestors=$((ancestors + 1))
  done
  return 1
}

# The first text of this name, which is the event's own: what the agent was told or has read comes later, and quoted.
name_of() {
  value=
  case $payload in
    *"\"$1\":\""*) ;;
    *) return 1 ;;
  esac
  value=${payload#*"\"$1\":\""}
  value=${value%%\"*}
  case $value in
    *\\*)
      value=
      return 1
      ;;
  esac
}

shorten() {
  short=
  for name in session_id agent_id hook_event_name source reason error tool_name cwd; do
    name_of "$name" && short="$short,\"$name\":\"$value\""
  done
  payload="{${short#,}}"
}

begin_anew_if_large() {
  [ -f "$file" ] && [ "$(wc -c < "$file")" -gt "$file_bytes_max" ] && : > "$file"
}

main
exit 0
