#!/bin/sh
# resurrect.sh before: tmux-resurrect is about to restore. It finds panes by their index, so none of ours may come or go.
# resurrect.sh after FILE: it has restored FILE, our panes among others, as shells: those are marked for the daemon, which
# puts sidebars in their place. Needs no Node. What goes wrong here must not keep tmux-resurrect from its work.
set -u

root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P) || exit
. "$root/scripts/lib.sh"
. "$root/scripts/lib-tmux.sh"

main() {
  case ${1:-} in
    before) before ;;
    after) after "${2:-}" ;;
  esac
}

before() {
  newest=$(tmux_ list-panes -a -F '#{pane_id}' | tr -d % | sort -n | tail -n 1)
  tmux_ set-environment -gh "$restoring_variable" "${newest:-0}"
}

after() {
  says=$(tmux_ show-environment -gh "$restoring_variable" 2>/dev/null) || return 0
  if [ -f "$1" ]; then restored_panes | marking_commands "$1" "${says#*=}" | tmux_ source-file - >/dev/null 2>&1; fi
  tmux_ set-environment -gu "$restoring_variable" \; wait-for -S "$bell_channel"
}

restored_panes() {
  tmux_ list-panes -a -F "#{pane_id} #{window_index} #{pane_index} #{window_panes} [#{$pane_option}] #{session_name}"
}

# The lines of the file that matter, as of tmux-resurrect 4.0: pane, session, window, two flags, index, title …, between
# tabs. A pane that is alone in its window is left: better a shell too many than a window too few.
marking_commands() {
  awk -F '\t' -v title="$pane_title" -v newest="$2" -v option="$pane_option" -v stash="$stash_session" '
    FNR == NR { if ($1 == "pane" && $7 == title) ours[$2 FS $3 FS $6] = 1; next }
    {
      split($0, field, " ")
      name = $0
      for (i = 1; i <= 5; i += 1) sub(/^[^ ]* /, "", name)
      if (field[5] != "[]" || substr(field[1], 2) + 0 <= newest + 0 || field[4] < 2) next
      if (name == stash || (name FS field[2] FS field[3]) in ours) print "set-option -p -t " field[1] " " option " revived"
    }' "$1" -
}

main "$@"
exit 0
