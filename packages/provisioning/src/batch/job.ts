import type { DeviceRecord, Eui64 } from '@claimtag/core'
import type { Failure } from '../failure.ts'
import type { KeptTrying } from '../retry/keep-trying.ts'
import type { ProvisioningChoice } from '../steps/begin.ts'

/** One device to provision: plain data, so that a queue can carry it. It has the ownerToken in it: treat it as such. */
export interface ProvisioningJob {
  readonly record: DeviceRecord
  readonly choice: ProvisioningChoice
  /** Whether a device that was released is provisioned again; else it is left alone. */
  readonly again?: boolean | undefined
}

/** What became of a device: plain data, without the ownerToken. */
export type JobResult =
  | {
      readonly ok: true
      readonly devEui: Eui64
      /** Whether it had been provisioned before this job. */
      readonly wasDone: boolean
    }
  | {
      readonly ok: false
      readonly devEui: Eui64
      /** `explain` makes a sentence of it. */
      readonly failure: Failure
      /** Why no further attempt was made, where one could have been. */
      readonly gaveUp?: NonNullable<KeptTrying['gaveUp']>
    }
