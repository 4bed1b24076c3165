export { keepTrying } from './keep-trying.ts'
export type { KeepTryingOptions, KeptTrying, Wait } from './keep-trying.ts'
export type { RetryBudget } from './wait-before.ts'
export { platformClock } from './platform-clock.ts'
