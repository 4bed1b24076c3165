export type { Arrivals, Take } from './arrival/arrivals.ts'
export { type ArrivalOptions, openArrivals } from './arrival/open-arrivals.ts'
export { type Order, ORDERS, readOrder } from './arrival/order.ts'
export { freeText, type Product, readArrival, type Reading } from './arrival/reading.ts'
export { type PageFile, type PageOptions, type ServedPage, servePage } from './http/serve-page.ts'
export { type ServedStation, serveStation, type ServeOptions } from './http/serve-station.ts'
export { explain, LineError, type LineIssue, type LineIssueCode } from './issue.ts'
export type { Answer, LineEntry, OfLabel, RefusedBecause, ScanResult, Stamp } from './ledger/entry.ts'
export type { Totals } from './ledger/totals.ts'
export { type FileSourceOptions, fileSource } from './source/file-source.ts'
export { type JobSource, jobSource, type JobSourceOptions } from './source/job-source.ts'
export type { Found, LabelSource } from './source/source.ts'
export type { StationEvent } from './station/desk.ts'
export {
  type LinePrinter,
  linePrinter,
  type LinePrinterOptions,
  type PrintOutcome,
} from './station/line-printer.ts'
export type { Action, Notice, NoticeCode, Phase } from './notice.ts'
export type { PackPlan } from './station/packs.ts'
export { parseProduct, type ProductRule } from './station/product.ts'
export { openStation, type Station, type StationOptions } from './station/station.ts'
export type { StationView } from './station/view.ts'
export { createKeyboard, type Effect, type Keyboard, type Typed } from './screen/keyboard.ts'
export { type Key, type Screen, screenOf } from './screen/screen.ts'
export { type Row, type TerminalLook, terminalRows } from './screen/terminal.ts'
export { type Language, languageOf, LANGUAGES } from './words/languages.ts'
export type { Command, LineWords, Tone } from './words/words.ts'
