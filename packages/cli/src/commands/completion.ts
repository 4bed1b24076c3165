import { EXIT, type ExitCode } from '../exit-code.ts'
import { UsageError } from '../usage-error.ts'
import { COMMANDS } from '../flags/flags.ts'
import type { Invocation } from '../program.ts'
import { Prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

interface Word {
  readonly command: string
  readonly description: string
  readonly flags: readonly { readonly long: string; readonly description: string }[]
}

const WORDS: readonly Word[] = Object.values(COMMANDS).map(({ name, description, flags }) => ({
  command: name,
  description,
  flags: flags.map((flag) => ({
    long: /--[a-z-]+/.exec(flag.flags)?.[0] ?? '',
    description: flag.description,
  })),
}))

const SHELLS: ReadonlyMap<string, () => string> = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
])

export function completion({ args }: Invocation, { stdout }: Session): ExitCode {
  const script = SHELLS.get(args[0] ?? '')
  if (script === undefined) throw new UsageError(`Completion is there for ${[...SHELLS.keys()].join(', ')}.`)
  stdout.print(Prose.lines(script()))
  return EXIT.done
}

function bash(): string {
  const cases = WORDS.map(
    ({ command, flags }) => `    ${command}) words="${flags.map(({ long }) => long).join(' ')}" ;;`,
  )
  return `_claimtag() {
  local words="${WORDS.map(({ command }) => command).join(' ')}"
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [[ $COMP_CWORD -gt 1 && "$2" != -* ]]; then COMPREPLY=($(compgen -f -- "$2")); return; fi
  COMPREPLY=($(compgen -W "$words" -- "$2"))
}
complete -o filenames -F _claimtag claimtag
`
}

function zsh(): string {
  const commands = WORDS.map(({ command, description }) => `    '${command}:${quoted(description)}'`)
  const cases = WORDS.map(({ command, flags }) => {
    const specs = flags.map(({ long, description }) => `'${long}[${quoted(description)}]'`)
    return `    ${command}) _arguments ${[...specs, "'*:file:_files'"].join(' ')} ;;`
  })
  return `#compdef claimtag
_claimtag() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case "$words[2]" in
${cases.join('\n')}
  esac
}
compdef _claimtag claimtag
`
}

function fish(): string {
  const lines = WORDS.flatMap(({ command, description, flags }) => [
    `complete -c claimtag -n __fish_use_subcommand -a ${command} -d '${quoted(description)}'`,
    ...flags.map(
      ({ long, description: meaning }) =>
        `complete -c claimtag -n '__fish_seen_subcommand_from ${command}' -l ${long.slice(2)} -d '${quoted(meaning)}'`,
    ),
  ])
  return `${lines.join('\n')}\n`
}

/** No quotes, brackets or colons, which have a meaning in the shells. */
function quoted(description: string): string {
  return description.replaceAll(/['[\]:]/g, ' ')
}
