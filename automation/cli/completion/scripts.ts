/**
 * What a shell has to know: to ask `tandem` itself, with the word that is to be completed and those before it. The first
 * line of an answer may leave it to the shell: `#files`, `#directories`.
 */
export const SCRIPTS = {
  bash: `_tandem() {
  local line=\${COMP_LINE:0:COMP_POINT} words word previous found IFS=$' \\t\\n'
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  word=\${words[\${#words[@]}-1]}
  previous=("\${words[@]:1:\${#words[@]}-2}")
  IFS=$'\\n'
  found=($("\${words[0]}" completion --word="$word" -- "\${previous[@]}" 2>/dev/null))
  case \${found[0]} in
    '#files') compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "\${word##*=}")) ;;
    '#directories') compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "\${word##*=}")) ;;
    *)
      # Readline completes what stands behind the last "=" only.
      [[ $word == *=* && $COMP_WORDBREAKS == *=* ]] && found=("\${found[@]#*=}")
      COMPREPLY=("\${found[@]%%$'\\t'*}")
      ;;
  esac
}
complete -F _tandem tandem
`,
  zsh: `#compdef tandem
_tandem() {
  local -a found
  found=("\${(@f)$("\${words[1]}" completion --word="\${words[CURRENT]}" -- "\${(@)words[2,CURRENT-1]}" 2>/dev/null)}")
  case \${found[1]} in
    '#files') compset -P '*='; _files ;;
    '#directories') compset -P '*='; _files -/ ;;
    ?*)
      found=("\${(@)found//:/\\\\:}")
      found=("\${(@)found/$'\\t'/:}")
      _describe -t commands tandem found
      ;;
  esac
}
if [ "$funcstack[1]" = "_tandem" ]; then _tandem; else compdef _tandem tandem; fi
`,
  fish: `function __tandem_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l found ($words[1] completion --word="$word" -- $words[2..-1] 2>/dev/null)
    switch "$found[1]"
        case '#files'
            __fish_complete_path $word
        case '#directories'
            __fish_complete_directories $word
        case '*'
            printf '%s\\n' $found
    end
end
complete -c tandem -f -a '(__tandem_complete)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName tandem -ScriptBlock {
  param($word, $ast, $cursor)
  $words = @($ast.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor } | ForEach-Object { $_.ToString() })
  $previous = @($words | Select-Object -Skip 1)
  if ($word -ne '') { $previous = @($previous | Select-Object -SkipLast 1) }
  $found = @(& $words[0] completion "--word=$word" -- @previous 2>$null)
  if ($found[0] -like '#*') { return }
  $found | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    if (-not $description) { $description = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
  }
}
`,
} as const;

export type Shell = keyof typeof SCRIPTS;
