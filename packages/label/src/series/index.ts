export type { BarcodePlace, SymbolPlace } from '../layout/placed.ts'
export { barcodePlaces, symbolPlaces } from '../layout/placed.ts'
export { createSeries, type Outline, type Series, type SeriesOptions } from './series.ts'
