// Putting a link in the place of another in one step, by what the host has for it.

/**
 * For sh: \`move_link from to\` renames one link onto another, which is never followed; \`try_links folder\` is true if that can be
 * done in a folder; \`switch_to name\` makes a release live, all of it or nothing, and returns 3 if the live path is no link of
 * ours; \`is_live name\` looks at the link anew, since a command whose connection was lost may still be at work.
 */
export const MOVE_LINK = `
move_link() {
  mv -T -f "$1" "$2" 2>/dev/null && return 0
  mv -h -f "$1" "$2" 2>/dev/null && return 0
  perl -e 'rename $ARGV[0], $ARGV[1] or exit 1' "$1" "$2" 2>/dev/null && return 0
  python3 -c 'import os, sys; os.rename(sys.argv[1], sys.argv[2])' "$1" "$2" 2>/dev/null
}
try_links() {
  from=$1/.freshet-try-$$-a to=$1/.freshet-try-$$-b
  ln -s one "$from" && ln -s . "$to" || return 2
  move_link "$from" "$to"
  link_of "$to" && [ "$link" = one ] && [ ! -L "$from" ]
  moved=$?
  rm -f "$from" "$to" "$1/\${from##*/}"
  return $moved
}
is_live() { link_of "$path" && [ "$link" = "$base.releases/$1" ]; }
switch_to() {
  new=$parent/.$base.freshet-$$
  if [ -L "$path" ]; then
    link_of "$path" || return 2
    case $link in "$base.releases/"*) ;; *) return 3 ;; esac
  elif [ -e "$path" ]; then return 3
  fi
  rm -f "$new"
  ln -s -- "$base.releases/$1" "$new" || return 2
  move_link "$new" "$path"
  if link_of "$path" && [ "$link" = "$base.releases/$1" ] && [ ! -L "$new" ]; then return 0; fi
  rm -f "$new" "$path/\${new##*/}"
  return 1
}
`;

export const NO_LINK_SWITCH =
  'The host cannot put a link in the place of another in one step: neither its mv (-T or -h) nor perl nor python3 can. ' +
  'Change the target to the mode in place, or install one of them there.';
