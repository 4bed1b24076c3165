import { createDecoder, explain } from '@claimtag/decoder'
import { createSightings } from '@claimtag/decoder/watch'
import { CameraView, useCameraPermissions } from 'expo-camera'
import { useMemo, useState } from 'react'
import { Button, FlatList, StyleSheet, Text, View } from 'react-native'

const decoder = createDecoder()
const QR_CODES = { barcodeTypes: ['qr'] }

/** The phone's own scanner finds the codes; what they say is read here, and nothing leaves the app. */
export function ScannerScreen() {
  const [permission, askForPermission] = useCameraPermissions()
  const [devices, setDevices] = useState([])
  const [advice, setAdvice] = useState('Hold a label before the camera.')
  // The phone tells of a code with every frame in which it sees it; this, when it comes into view.
  const sightings = useMemo(() => createSightings({ decoder }), [])

  function onBarcodeScanned({ data, cornerPoints }) {
    for (const { result } of sightings.see([{ text: data, corners: cornerPoints }], Date.now())) {
      if (!result.ok) {
        setAdvice(explain(result.error))
        continue
      }
      // The ownerToken is in the record, too. It goes to the server that claims, and nowhere on the screen.
      const { devEui } = result.record
      setAdvice(`${devEui} was read.`)
      setDevices((known) => (known.includes(devEui) ? known : [...known, devEui]))
    }
  }

  if (permission?.granted !== true) {
    return (
      <View style={styles.screen}>
        <Text>The camera reads the labels of your devices. Its pictures stay on this phone.</Text>
        <Button title="Allow the camera" onPress={askForPermission} />
      </View>
    )
  }
  return (
    <View style={styles.screen}>
      <CameraView
        style={styles.camera}
        barcodeScannerSettings={QR_CODES}
        onBarcodeScanned={onBarcodeScanned}
      />
      <Text accessibilityLiveRegion="polite">{advice}</Text>
      <FlatList
        data={devices}
        keyExtractor={(devEui) => devEui}
        renderItem={({ item }) => <Text>{item}</Text>}
      />
    </View>
  )
}

const styles = StyleSheet.create({ screen: { flex: 1, gap: 12, padding: 16 }, camera: { flex: 1 } })
