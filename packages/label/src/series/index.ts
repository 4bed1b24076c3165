export type { SymbolPlace } from '../layout/placed.ts'
export { symbolPlaces } from '../layout/placed.ts'
export { createSeries, type Outline, type Series, type SeriesOptions } from './series.ts'
