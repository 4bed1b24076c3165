/** `Object.hasOwn`, which the engines of iOS 15.3 and of older React Native do not have. */
export function hasOwn(record: object, name: PropertyKey): boolean {
  return Object.prototype.hasOwnProperty.call(record, name)
}
