export { type Attended, attendDevices } from './attend-devices.ts'
export type { Attendant, AttendPorts } from './attend-ports.ts'
export type { DeviceFailure, DeviceView } from './device-view.ts'
export { type ListingStore, listingStore } from './listing-store.ts'
