/**
 * The address of a device by what the server called it: a path or an address of the same server, or a name below
 * `devices`. Another server's address is taken for a name, since the Bearer token would be sent there.
 */
export function deviceUrl(devices: string, device: string): string {
  const origin = /^https?:\/\/[^/?#]+/i.exec(devices)?.[0] ?? ''
  if (device.startsWith(`${origin}/`)) return device
  if (device.startsWith('/') && !device.startsWith('//')) return `${origin}${device}`
  return `${devices}/${encodeURIComponent(device)}`
}
