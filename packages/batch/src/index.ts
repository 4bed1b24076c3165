export type { VerifyMode } from './plan/verify-mode.ts'
export { VerificationError } from './read-back/verification-error.ts'
export type { BatchEvent } from './event.ts'
export {
  type LabelledDevice,
  type SampleDevice,
  sampleDevices,
  type SampleOptions,
  type SampleReason,
} from './sample-devices.ts'
export { BatchError, type BatchIssue, type BatchIssueCode, explain, type VerificationIssue } from './issue.ts'
export type { RefusalCause } from './preflight/refusals.ts'
export type { BatchOptions } from './options.ts'
export { assertNotInput, createFile } from './disk/create-file.ts'
export { FILE_KINDS, hasPicture, type OutputKind, outputKind, STREAM_KINDS } from './render/kinds.ts'
export { isCounted } from './plan/counters.ts'
export { csvLine } from './render/csv-line.ts'
export type { CopiesColumn, Printing } from './render/printing.ts'
export { assertPrintable, type PrinterJob, RECEIPT_HEADS } from './render/printer-limits.ts'
export { assertOutsideJob } from './print/outside-job.ts'
export type { LabelOrigin } from './print/redrawing.ts'
export {
  indexDevices,
  jobDevices,
  openJobLabels,
  printFolder,
  readLabel,
  reportJob,
  reportPdf,
  verifyFolder,
} from './finished-job.ts'
export type { JobDevice, JobDevices } from './report/job-devices.ts'
export type { ReportOptions } from './report/report.ts'
export type { LineReport } from './report/line-schema.ts'
export type { JobReport } from './report/schema.ts'
export type { DeviceIndex, DeviceIndexOptions, IndexedDevice } from './device-index.ts'
export type { JobLabels, JobLabelsOptions } from './job-labels.ts'
export { assertNoCode } from './carton/carton-template.ts'
export { type Carton, type CartonDevice, createCartonFields } from './carton/carton.ts'
export { createKeyMap, halvesOf, type KeyMap } from './preflight/compact/key-map.ts'
export type { PrintOptions, PrintSummary } from './print-folder.ts'
export type { UncertainDecision } from './print/selection.ts'
export type { Fault } from './fault.ts'
export type { CartonPlan } from './plan/carton-plan.ts'
export { parseVerifyMode, verifyName } from './plan/verify-mode.ts'
export type { ColumnMapping, DeviceField, IdNotation } from '@claimtag/devices'
export type { RowIssue } from '@claimtag/devices'
export { type FileLabel, labelFile, type LabelFile, type LabelFileKind } from './label-file/label-file.ts'
export { createLabelMaker, type LabelMaker, type LabelMakerOptions } from './make-label.ts'
export { reportRefused, runBatch } from './run.ts'
export { mergeShards, planShards, runShard, shardFromEnvironment } from './shards.ts'
export type { MergeOptions, MergeSummary } from './shards/merge-shards.ts'
export type { PlanShardsOptions, PlanSummary } from './shards/plan-shards.ts'
export type { ShardOptions, ShardSummary } from './shards/run-shard.ts'
export { streamBatch, type StreamOptions } from './stream-batch.ts'
export type { BatchState, BatchSummary } from './summary.ts'
export type { ReadLabelOptions } from './read-label.ts'
export type { FolderVerdict, VerifyOptions } from './verify-folder.ts'
