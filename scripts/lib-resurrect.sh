# shellcheck shell=sh disable=SC2034,SC2154  # the variables are for those who source this; they set $root
# Our part in tmux-resurrect's hooks, see scripts/resurrect.sh. What the user has there runs after ours.

resurrect_before_option=@resurrect-hook-pre-restore-all
resurrect_after_option=@resurrect-hook-post-restore-all
# Of tmux-resurrect 3 and newer, set when it was loaded.
resurrect_there_option=@resurrect-restore-script-path
resurrect_mark=': opensessions; '

# tmux-resurrect gives its hooks to bash's eval, where last_resurrect_file is a function of its own.
join_resurrect() {
  [ -n "$(get_tmux_option "$resurrect_there_option" '')" ] || return 0
  script=$(sh_quote "$root/scripts/resurrect.sh")
  claim_hook "$resurrect_before_option" "sh $script before"
  claim_hook "$resurrect_after_option" "sh $script after \"\$(last_resurrect_file)\""
}

leave_resurrect() {
  release_hook "$resurrect_before_option"
  release_hook "$resurrect_after_option"
}

# claim_hook OPTION COMMAND
claim_hook() {
  theirs=$(get_tmux_option "$1" '')
  theirs=${theirs#*"$resurrect_mark"}
  tmux_ set-option -g "$1" "$(tmux_argument "$2; $resurrect_mark$theirs")"
}

release_hook() {
  theirs=$(get_tmux_option "$1" '')
  case $theirs in
    *"$resurrect_mark") tmux_ set-option -gqu "$1" ;;
    *"$resurrect_mark"*) tmux_ set-option -g "$1" "$(tmux_argument "${theirs#*"$resurrect_mark"}")" ;;
  esac
}
