export { faulty } from './faulty.ts'
export type { FaultPlan, PortCall } from './faulty.ts'
export { FAULTS } from './kinds.ts'
export type { FaultKind, FaultName } from './kinds.ts'
