# shellcheck shell=sh disable=SC2154  # $node, $state_dir and $root come from the other files
# What `opensessions integrations` put into agents, taken out again. As in src/admin/integrations/.

copied_mark='// opensessions integration:'
hook_mark=': opensessions;'

# With Node all of it goes, to the byte. Without, the files that we copied go; Claude Code's settings are not for sed.
remove_integrations() {
  copied=$(copied_files) hooked=$(hooked_files)
  [ -n "$copied$hooked" ] || return 0
  printf '%s\n' 'opensessions: these are integrations of ours, and are removed:' "$copied" "$hooked" | grep .
  if [ -f "$root/dist/main.js" ] && { remembered_node || find_node 2>/dev/null; } &&
    "$node" "$root/dist/main.js" integrations uninstall all; then
    return
  fi
  printf '%s\n' "$copied" | while IFS= read -r file; do [ -z "$file" ] || rm -f "$file"; done
  hooked=$(hooked_files)
  [ -z "$hooked" ] || explain 'opensessions: its hooks are still in these settings of Claude Code:' "$hooked" \
    "They do nothing without opensessions. To be rid of them, delete the entries whose command begins with \"$hook_mark\"."
}

copied_files() {
  config=$HOME/.config
  case ${XDG_CONFIG_HOME:-} in /*) config=$XDG_CONFIG_HOME ;; esac
  pi=$HOME/.pi/agent
  case ${PI_CODING_AGENT_DIR:-} in /*) pi=$PI_CODING_AGENT_DIR ;; esac
  {
    printf '%s\n' "$config/opencode/plugin/opensessions.js" "$config/kilo/plugin/opensessions.js" \
      "$pi/extensions/opensessions.ts" "$HOME/.config/amp/plugins/opensessions.ts"
    remembered_files
  } | sort -u | while IFS= read -r file; do
    if [ -f "$file" ] && head -n 1 "$file" | grep -q "^$copied_mark"; then printf '%s\n' "$file"; fi
  done
}

hooked_files() {
  claude=$HOME/.claude
  case ${CLAUDE_CONFIG_DIR:-} in /*) claude=$CLAUDE_CONFIG_DIR ;; esac
  {
    printf '%s\n' "$claude/settings.json"
    remembered_files
  } | grep '/settings\.json$' | sort -u | while IFS= read -r file; do
    if [ -f "$file" ] && grep -qF "\"$hook_mark" "$file"; then printf '%s\n' "$file"; fi
  done
}

remembered_files() {
  cat "$state_dir"/integrations/*.json 2>/dev/null | sed -n 's/.*"path":"\([^"\\]*\)".*/\1/p'
}
