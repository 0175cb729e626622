import type { Listing } from './listing.ts';
import { type Move, type Ref, resolve, type Word } from './move.ts';

/** What a script of a walk begins with. Runs in a checkout that is built; things are numbered by their ids, from 0. */
const prologue = `#!/bin/sh
# Replays a walk in a tmux server of its own: sh <this file>, in the checkout. Leaves it open for a look: tmux -S $S attach
root=$PWD; dir=$(mktemp -d); S=$dir/tmux.sock; export HOME=$dir XDG_RUNTIME_DIR=$dir OPENSESSIONS_PORT=0 TERM=xterm-256color CI=false
unset TMUX TMUX_PANE XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME
t() { tmux -S "$S" -f /dev/null "$@"; }
nth() { sort -uV | awk -v n="$1" '$0 != "" { all[k++] = $0 } END { print all[n] }'; }
users() { grep -v '^_os_stash|' | cut -d'|' -f2; }
pane() { t list-panes -a -F "#{session_name}|#{?$1,#{pane_id},}" | users | nth "$2"; }
work() { pane '#{==:#{@opensessions},}' "$1"; }
ours() { pane '#{!=:#{@opensessions},}' "$1"; }
live() { pane '#{==:#{@opensessions}#{pane_dead},live0}' "$1"; }
window() { t list-windows -a -F '#{session_name}|#{window_id}' | users | nth "$1"; }
session() { t list-sessions -F '#{session_name}|#{session_id}' | users | nth "$1"; }
link() { t list-windows -a -F '#{session_name}|#{session_id}:#{window_index}' | users | nth "$1"; }
free() { s=$(session "$1"); t list-windows -t "$s" -F '#{window_index}' | awk -v s="$s" '{ n = $0 } END { print s ":" n + 1 }'; }
clients() { t list-clients -F '#{client_control_mode} #{client_created} #{client_pid} #{client_name}' | sort -V; }
client() { clients | awk -v n="$1" '$1 == 0 { all[k++] = $4 } END { print all[n] }'; }
attach() { script -qfc "stty cols $2 rows $3; exec tmux -S $S $4 attach -t '$1'" /dev/null <>"$dir/tty" >/dev/null 2>&1 & sleep 1; }
resize() { stty -F "$(client "$1")" cols "$2" rows "$3"; }
toggle() { t set-environment -gFh OPENSESSIONS_REQUEST "#{OPENSESSIONS_REQUEST}toggle $(client "$1")|" ';' wait-for -S opensessions; }
settle() { sleep 0.5; }
mkfifo "$dir/tty"
t new-session -d -s a -x 100 -y 30 cat - ';' new-window -d cat - ';' new-session -d -s b -x 100 -y 30 cat -
attach a 100 30
TMUX=$S,0,0 "$root/opensessions.tmux"; sleep 3; toggle 0; settle`;

/** A shell script of the steps, which replays them. */
export function script(lines: readonly string[]): string {
  return [prologue, ...lines, ''].join('\n');
}

/** A step as lines of the script, its things numbered as they are now. */
export function scriptOf(now: Listing, move: Move): string[] {
  const word = (one: Word) => shellWord(typeof one === 'string' ? one : (resolve(now, one)?.ref ?? one));
  const nth = (ref: Ref) => resolve(now, ref)?.ref.nth ?? ref.nth;
  switch (move.type) {
    case 'tmux':
      return [['t', ...move.words.map(word)].join(' ')];
    case 'attach':
      return [`attach ${word(move.session)} ${move.size.join(' ')}${move.control ? ' -C' : ''}`];
    case 'hang-up':
      return [`kill -HUP "$(t display-message -p -c "$(client ${nth(move.client)})" '#{client_pid}')"`];
    case 'resize':
      return move.sizes.map((size) => `resize ${nth(move.client)} ${size.join(' ')}`);
    case 'toggle':
      return [`toggle ${nth(move.client)}`];
    case 'kill-process':
      return move.what === 'daemon'
        ? ['kill -9 "$(cat "$dir"/opensessions/*.pid)"']
        : ['kill -9 "$(t display-message -p -t "$(live 0)" "#{pane_pid}")"'];
    default:
      return move satisfies never;
  }
}

/** What a word stands for is found when the script runs. */
function shellWord(word: Word): string {
  if (typeof word !== 'string') return `"$(${word.kind} ${word.nth})${word.suffix ?? ''}"`;
  if (/^[\w./=:@%-]+$/.test(word)) return word;
  return `'${escaped(word).replaceAll("'", `'\\''`)}'`;
}

/** tmux takes a semicolon at the end of an argument for the end of a command. */
export function escaped(word: string): string {
  return word.replace(/;$/, '\\;');
}
