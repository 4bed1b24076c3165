export type { Art } from './art/art.ts'
export type { Bitmap } from './raster/bitmap.ts'
export type { LabelError } from './issue/label-error.ts'
export type { LabelIssue, LabelIssueCode, Nearest } from './issue/label-issue.ts'
export { createLabeller, type Labeller, type LabellerOptions } from './draw/labeller.ts'
export { explain } from './issue/explain.ts'
export { type Across, labelsAcross } from './layout/across.ts'
export { checkNative, nativeLabel } from './printers/native-label.ts'
export type {
  BarcodePlace,
  PlacedBarcode,
  PlacedImage,
  PlacedInk,
  PlacedItem,
  PlacedLabel,
  PlacedSymbol,
  PlacedText,
  SymbolPlace,
} from './layout/placed.ts'
export { contentOf, type LabelContent } from './layout/content.ts'
export { symbolOf } from './draw/symbol-of.ts'
export type { BarcodeEncoder, BarcodeKind, BarcodeModules } from './template/barcode-modules.ts'
export {
  type BarcodePlan,
  type LabelPlan,
  planLabel,
  type PlanOptions,
  type SymbolPlan,
  type TextPlan,
} from './layout/plan.ts'
export type { EncodeError } from './issue/encode-error.ts'
export type { EncodeIssue } from './issue/encode-issue.ts'
export type { Fonts, OwnFace } from './font/own-face.ts'
export { localDate, usesDate, withDate } from './template/dates.ts'
export { templateFields } from './layout/template-fields.ts'
export { templateForStock } from './presets/for-stock.ts'
export { cartonPresets } from './presets/cartons.ts'
export { defaultTemplate, presets } from './presets/index.ts'
export { type SheetOptions, type SheetPlace, sheetPlaces } from './layout/sheet.ts'
export { suggestStock } from './suggest.ts'
export type {
  BoxElement,
  Code128Element,
  DataMatrixElement,
  Element,
  ImageElement,
  LabelFields,
  LineElement,
  QrElement,
  Sheet,
  Stock,
  Template,
  TextElement,
} from './template/template.ts'
export type { LabelWarning } from './issue/warning.ts'
