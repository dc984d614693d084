// What each shell runs when somebody presses Tab.

export type Shell = 'bash' | 'zsh' | 'fish';

const bash = `# bash completion for freshet: source <(freshet completion bash)
_freshet() {
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  local IFS=$'\\n'
  COMPREPLY=($(freshet __complete -- "\${words[@]}" 2>/dev/null))
  if [[ \${#COMPREPLY[@]} -eq 0 ]]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
}
complete -o nosort -F _freshet freshet 2>/dev/null || complete -F _freshet freshet
`;

const zsh = `#compdef freshet
# zsh completion for freshet: source <(freshet completion zsh)
_freshet() {
  local -a candidates
  candidates=("\${(@f)$(freshet __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${candidates[1]}" ]]; then compadd -Q -a candidates; else _files; fi
}
compdef _freshet freshet
`;

const fish = `# fish completion for freshet: freshet completion fish | source
function __freshet_complete
  set -l words (commandline -opc) (commandline -ct)
  freshet __complete -- $words[2..-1] 2>/dev/null
end
complete -c freshet -a '(__freshet_complete)'
`;

export const scripts: Record<Shell, string> = { bash, zsh, fish };
