export {
  makeFolder,
  type NewFile,
  PRIVATE_FILE,
  replaceFile,
  syncFolder,
  writeFilesDurably,
  writeWhole,
} from './durable.ts'
export { isAlive } from './is-alive.ts'
export { replaceFileFrom } from './replace-from.ts'
export { type Spool, spool, spoolOf } from './spool.ts'
export { systemReason } from './system-reason.ts'
export { openTemporaryFile, type TemporaryFile } from './temporary-file.ts'
