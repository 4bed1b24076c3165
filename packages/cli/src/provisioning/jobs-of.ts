import { createWorkflow, type ProvisioningChoice } from '@claimtag/provisioning'
import type { ProvisioningJob } from '@claimtag/provisioning/batch'
import type { Session } from '../session.ts'
import { ask, canAsk } from './ask.ts'
import type { OpenWorkflow } from './open-workflow.ts'
import { optionsOf } from './choose.ts'

/**
 * The jobs of records. Where several Device Profiles fit a ProfileID, a person at a terminal is asked, once for the
 * same candidates; elsewhere the device fails with its candidates.
 */
export async function jobsOf(
  records: readonly ProvisioningJob['record'][],
  choice: ProvisioningChoice,
  { ports, session }: Pick<OpenWorkflow, 'ports' | 'session'>,
  io: Session,
  args: readonly string[],
): Promise<readonly ProvisioningJob[]> {
  const workflow = createWorkflow(ports)
  const chosen = new Map<string, string | undefined>()
  const jobs: ProvisioningJob[] = []
  for (const record of records) {
    const begun = workflow.begin(session, record, choice)
    if (begun.ok || begun.code !== 'device-profile-ambiguous' || !canAsk(io, args)) {
      jobs.push({ record, choice })
      continue
    }
    const { candidates } = begun
    const key = candidates.join('\n')
    if (!chosen.has(key)) {
      const options = optionsOf(ports.configuration.deviceProfiles).filter(({ id }) =>
        candidates.includes(id),
      )
      chosen.set(key, await ask(`Which Device Profile has ${record.devEui}?`, options, io))
    }
    jobs.push({ record, choice: { ...choice, deviceProfileId: chosen.get(key) } })
  }
  return jobs
}
