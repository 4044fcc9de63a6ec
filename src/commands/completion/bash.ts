// For bash 3.2 and newer, which splits words at `=`: they are joined again, and taken off what is shown.

export const BASH = `_studio_bridge() {
  local -a words=()
  local word line candidate current
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ \${#words[@]} -gt 0 && ( "$word" == = || "\${words[\${#words[@]}-1]}" == --*= ) ]]; then
      words[\${#words[@]}-1]+="$word"
    else
      words+=("$word")
    fi
  done
  current="\${words[\${#words[@]}-1]}"
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ "$line" == :files ]]; then
      compopt -o default 2>/dev/null
      COMPREPLY=()
      return
    fi
    candidate="\${line%%$'\\t'*}"
    [[ "$current" == --*=* ]] && candidate="\${candidate#*=}"
    COMPREPLY+=("$candidate")
  done < <("\${COMP_WORDS[0]}" __complete -- "\${words[@]}" 2>/dev/null)
}
complete -F _studio_bridge studio-bridge
`;
