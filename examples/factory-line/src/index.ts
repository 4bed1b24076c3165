export { type PrinterOptions, type SimulatedPrinter, startPrinter } from './printer.ts'
export { encodePng } from './png.ts'
export type { Raster } from './raster.ts'
