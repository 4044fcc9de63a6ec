// For fish 3 and newer, which takes the candidates as they come, a tab before what they mean.

export const FISH = `function __studio_bridge_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l lines ($program __complete -- $words "$current" 2>/dev/null)
    if test "$lines[1]" = :files
        __fish_complete_path "$current"
        return
    end
    printf '%s\\n' $lines
end
complete -c studio-bridge -f -a '(__studio_bridge_complete)'
`;
