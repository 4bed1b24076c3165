import { Command, CommanderError } from 'commander'
import { EXIT, type ExitCode } from './exit-code.ts'
import { COMMANDS, type CommandName, type CommandSpec } from './flags.ts'
import type { Io } from './io.ts'

/** What was asked for, as typed: nothing is checked yet but the names of flags and the number of arguments. */
export interface Invocation {
  readonly command: CommandName
  readonly args: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
}

/** Reads the command line. Help, the version and complaints are written at once and leave only an exit code. */
export function parseCommandLine(io: Io, version: string): Invocation | ExitCode {
  let invocation: Invocation | undefined
  const program = new Command('claimtag')
    .description(
      "QR labels that carry a LoRaWAN device's DevEUI, AppEUI and ownerToken from the factory to the app",
    )
    .version(version)
    .showHelpAfterError('(claimtag --help says more)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns || 100,
      getErrHelpWidth: () => io.stderr.columns || 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const spec: CommandSpec = COMMANDS[name]
    const command = program.command(`${spec.name} ${spec.arguments}`.trim()).description(spec.description)
    for (const { flags, description } of spec.flags) command.option(flags, description)
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
