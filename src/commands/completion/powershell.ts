// For PowerShell 5.1 and newer. An empty word would be lost on the way to a program, so it is said in words.

export const POWERSHELL = `Register-ArgumentCompleter -Native -CommandName studio-bridge -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition })
    $program = $elements[0].ToString()
    $words = @($elements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    $new = @(if ($wordToComplete -eq '') { '--new-word' })
    $lines = @(& $program __complete @new '--' @words 2>$null)
    if ($lines.Count -gt 0 -and $lines[0] -eq ':files') { return }
    foreach ($line in $lines) {
        $value, $about = $line -split "\`t", 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
}
`;
