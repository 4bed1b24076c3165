import type { PortalConfiguration, ProvisioningChoice } from '@claimtag/provisioning'
import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import { ask, canAsk, type Option } from './ask.ts'

/**
 * What the user chooses for all devices of a command: by flags, or asked on a terminal.
 *
 * @throws UsageError when there is a choice, and no terminal to ask at
 */
export async function choiceOf(
  configuration: PortalConfiguration,
  { args, flags }: Pick<Invocation, 'args' | 'flags'>,
  io: Session,
): Promise<ProvisioningChoice> {
  const options = optionsOf(configuration.routingProfiles)
  const [only, ...more] = options
  const routingProfileId =
    text(flags['routingProfile']) ?? (more.length === 0 ? only?.id : await asked(options, args, io))
  if (routingProfileId === undefined)
    throw new UsageError(
      `Say where the data goes: --routing-profile ${options.map(({ id }) => id).join(' | ')}`,
    )
  return {
    routingProfileId,
    connectivityPlanId: text(flags['connectivityPlan']),
    deviceProfileId: text(flags['deviceProfile']),
    name: text(flags['name']),
    adopt: flags['adopt'] === true,
  }
}

async function asked(
  options: readonly Option[],
  args: readonly string[],
  io: Session,
): Promise<string | undefined> {
  return canAsk(io, args) ? ask('Where should the data go?', options, io) : undefined
}

export function optionsOf(profiles: Readonly<Record<string, { readonly name: string }>>): readonly Option[] {
  return Object.entries(profiles).map(([id, { name }]) => ({ id, name }))
}
