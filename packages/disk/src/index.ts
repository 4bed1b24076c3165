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
export { type Spool, spool, spoolOf } from './spool.ts'
export { systemReason } from './system-reason.ts'
