// For zsh with its completion system loaded; it works as a file named _studio-bridge in the fpath as well.

export const ZSH = `#compdef studio-bridge
_studio_bridge() {
  local line value
  local -a lines described
  lines=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "\${lines[1]}" == :files ]]; then
    _files
    return
  fi
  for line in "\${lines[@]}"; do
    [[ -z "$line" ]] && continue
    value="\${line%%$'\\t'*}"
    if [[ "$line" == *$'\\t'* ]]; then
      described+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
    else
      described+=("\${value//:/\\\\:}")
    fi
  done
  (( \${#described} )) && _describe -V studio-bridge described
}
if [[ "$funcstack[1]" == _studio-bridge ]]; then
  _studio_bridge "$@"
else
  compdef _studio_bridge studio-bridge
fi
`;
