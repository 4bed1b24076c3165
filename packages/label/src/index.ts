export type { Art } from './artwork.ts'
export type { Bitmap } from './bitmap.ts'
export type { LabelError, LabelIssue, LabelIssueCode, Nearest } from './issue.ts'
export { createLabeller, type Labeller, type LabelWords, type LabellerOptions } from './labeller.ts'
export { checkNative, nativeLabel } from './native-label.ts'
export type {
  PlacedImage,
  PlacedInk,
  PlacedItem,
  PlacedLabel,
  PlacedSymbol,
  PlacedText,
  SymbolPlace,
} from './placed.ts'
export { type LabelPlan, planLabel, type PlanOptions, type SymbolPlan, type TextPlan } from './plan.ts'
export type { PrinterError, PrinterIssue } from './printer-issue.ts'
export { templateForStock } from './presets/for-stock.ts'
export { defaultTemplate, presets } from './presets/index.ts'
export { type SheetOptions, type SheetPlace, sheetPlaces } from './sheet.ts'
export { suggestStock } from './suggest.ts'
export type {
  BoxElement,
  Element,
  ImageElement,
  LabelFields,
  LineElement,
  QrElement,
  Sheet,
  Stock,
  Template,
  TextElement,
} from './template.ts'
export type { LabelWarning } from './warning.ts'
