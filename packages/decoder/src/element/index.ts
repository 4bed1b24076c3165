export type { ScannerElementOptions, ScannerEvents } from './connect.ts'
export { defineScanner, type ScannerElement } from './define-scanner.ts'
export { chinese, french, german, spanish } from './languages.ts'
export { english, type ScannerWords } from './words.ts'
