export { parsePrinterUrl, type PrinterAddress, printerUrl, type StreamAddress } from './address.ts'
export { type Clock, systemClock } from './clock.ts'
export { type Confirmation, confirmationOf } from './channel/channel.ts'
export {
  advanceDelivery,
  type DeliveryEntry,
  type DeliveryState,
  nothingDelivered,
  type UncertainReason,
} from './delivery-state.ts'
export type { PrinterEvent } from './event.ts'
export { type FindOptions, findPrinters, type FoundPrinter } from './find-printers.ts'
export { explain, PrinterError, type PrinterIssue, type PrinterIssueCode } from './issue.ts'
export type { Printed, PrintJob } from './job.ts'
export type { LanguageName } from './language.ts'
export type { PrinterOptions, UncertainPolicy } from './options.ts'
export { printAll } from './print-all.ts'
export { openPrinter, type Printer } from './printer.ts'
export type { PauseReason } from './status/status.ts'
export { type Connect, connectPrinter } from './transport/connect.ts'
export { describeWait, type WaitReason } from './status/wait-reason.ts'
