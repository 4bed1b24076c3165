import { Command, CommanderError } from 'commander'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type CommandSpec, GROUPS } from './flags/command-spec.ts'
import { COMMANDS, type CommandName } from './flags/flags.ts'
import { Prose } from './output/prose.ts'
import type { Session } from './session.ts'

/** A command with its arguments as typed. Only the names of flags and the number of arguments are checked yet. */
export interface Invocation {
  readonly command: CommandName
  readonly args: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
}

/** Reads the command line. Help, the version and complaints are written at once and leave only an exit code. */
export function parseCommandLine(io: Session, version: string): Invocation | ExitCode {
  let invocation: Invocation | undefined
  const program = new Command('claimtag')
    .description(
      "QR labels that carry a LoRaWAN device's DevEUI, AppEUI and ownerToken from the factory to the app",
    )
    .version(version)
    .commandsGroup(GROUPS.setup)
    .helpCommand(true)
    .showHelpAfterError('(claimtag --help says more)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.print(Prose.lines(text)),
      writeErr: (text) => io.stderr.print(Prose.lines(text)),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const spec: CommandSpec = COMMANDS[name]
    const command = program
      .command(`${spec.name} ${spec.arguments}`.trim())
      .description(spec.description)
      .helpGroup(spec.group)
    for (const { flags, description, repeats } of spec.flags) {
      if (repeats === true) command.option(flags, description, collected)
      else command.option(flags, description)
    }
    if (spec.examples.length > 0)
      command.addHelpText('after', `\nExamples:\n${spec.examples.map((line) => `  $ ${line}`).join('\n')}`)
    command.action((...given: unknown[]) => {
      const [options, positional] = [given.at(-2), given.slice(0, -2)]
      invocation = {
        command: name,
        args: positional.flat().filter((argument) => typeof argument === 'string'),
        flags: options as Invocation['flags'],
      }
    })
  }
  try {
    program.parse([...io.argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.done : EXIT.usage
  }
  return invocation ?? EXIT.usage
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
