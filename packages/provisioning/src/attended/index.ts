export { type AttendPorts, type Attendant, type Attended, attendDevices } from './attend-devices.ts'
export type { DeviceFailure, DeviceView } from './device-view.ts'
export { type ListingStore, listingStore } from './listing-store.ts'
