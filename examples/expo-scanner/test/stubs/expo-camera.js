export const CameraView = 'CameraView'

let permission = null

export function useCameraPermissions() {
  return [permission, () => (permission = { granted: true })]
}
