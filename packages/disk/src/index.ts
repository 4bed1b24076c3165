export { type AppendLog, openAppendLog, type OpenLogOptions, readAppendLog } from './log/append-log.ts'
export { type NewFile, replaceFile, writeFilesDurably } from './durable.ts'
export { replaceFileFrom } from './replace-from.ts'
export { openScratchFile, type ScratchFile } from './scratch-file.ts'
export {
  closeFolder,
  makeFolder,
  makePrivateFolder,
  namesIn,
  type Openness,
  opennessOf,
  syncFolder,
} from './folder.ts'
export { DiskError, type DiskIssue, type DiskIssueCode, explain, spokenHolder } from './issue.ts'
export { type LogChain } from './log/log-chain.ts'
export { isLockRemnant } from './lock/lock-file.ts'
export { type Lock, type LockOptions, type LockTimes, takeLock } from './lock/lock.ts'
export { type LogEnd, type LogFormat, type LogReading } from './log/log-lines.ts'
export { writeNewFile } from './new-file.ts'
export {
  createFile,
  isThere,
  openDevice,
  openHandleToRead,
  openOwnToRead,
  openToGoOn,
  openToRead,
} from './open.ts'
export { type LockHolder } from './lock/process-identity.ts'
export { publishFile } from './publish.ts'
export { readNamedFile, readOwnFile } from './read-whole.ts'
export { spool, spoolOf, writeInto } from './spool.ts'
export { systemReason } from './system-reason.ts'
export { createTemporaryFile, type TemporaryFile } from './temporary.ts'
export { writeWhole } from './write-whole.ts'
