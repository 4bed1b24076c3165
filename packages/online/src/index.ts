export { createIssuer } from './issuer.ts'
export type { FindOptions, FoundCode, Issuer } from './issuer.ts'
export type { Issued } from './attempt/issued.ts'
export type { ChangeOptions } from './register/changes.ts'
export type { DuplicateToken } from './register/duplicates.ts'
export type { ExportedToken } from './register/export-tokens.ts'
export type { IssuedOne } from './register/issue-many.ts'
export type { ListedCode } from './register/list.ts'
export type { Difference } from './register/reconcile.ts'
export type { Rewrapped } from './register/rewrap.ts'
export type { IssuerOptions } from './options.ts'
export type { DeviceToIssue, NormalDevice } from './device/device.ts'
export type { LabelFields } from '@claimtag/core'
export { recordedTokens } from './source/recorded-tokens.ts'
export { randomTokens } from './source/random-tokens.ts'
export type { RandomTokensOptions } from './source/random-tokens.ts'
export type { FillRandom } from './source/random-pool.ts'
export { retrying } from './source/retrying.ts'
export type { RetryOptions } from './source/retrying.ts'
export type { TokenRequest, TokenSource } from './source/token-source.ts'
export { memoryStore } from './store/memory-store.ts'
export type { MemoryStoreOptions } from './store/memory-store.ts'
export type {
  AuditEntry,
  AuditRecord,
  CodeKey,
  CodeQuery,
  CodeReads,
  CodeStore,
  CodeToInsert,
  Filled,
  Inserted,
  Lease,
  Reservation,
  StoredCode,
} from './store/code-store.ts'
export { createSealer } from './seal/create-sealer.ts'
export type { SealerOptions, SealingKey } from './seal/create-sealer.ts'
export type { WebCrypto } from './seal/crypto.ts'
export { plaintext } from './seal/sealer.ts'
export type { Sealed, Sealer } from './seal/sealer.ts'
export type { OnEvent, OnlineEvent } from './event.ts'
export { explain } from './issue/issue.ts'
export type {
  MemberProblem,
  OnlineCode,
  OnlineError,
  OnlineIssue,
  StoreOperation,
  Wait,
} from './issue/issue.ts'
export type { Clock, StopSignal } from '@claimtag/core'
export type { WaitOptions } from './time/deadline.ts'
