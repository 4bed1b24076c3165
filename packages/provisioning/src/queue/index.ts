export { workQueue } from './work-queue.ts'
export type { WorkEvent, WorkOptions, WorkReport } from './work-queue.ts'
export { memoryQueue } from './memory-queue.ts'
export { sealedRecords } from './sealed-records.ts'
export type { RecordSealer, SealedRecords } from './sealed-records.ts'
export { DEFAULT_PRIORITY, LEAST_PRIORITY } from './provisioning-queue.ts'
export type {
  Claim,
  ClaimRequest,
  DeviceState,
  ListedDevice,
  ProvisioningQueue,
  QueueCounts,
  QueuedDevice,
  QueueMode,
  QueueReason,
} from './provisioning-queue.ts'
export type { Settlement } from './settle.ts'
export { memoryRates } from '../rates/memory-rates.ts'
export { sharedFetch } from '../rates/shared-fetch.ts'
export type { SharedFetchOptions } from '../rates/shared-fetch.ts'
export type { BlockedServer, Grant, GrantRequest, SharedRates } from '../rates/shared-rates.ts'
