import type { ScannerWords } from './words.ts'

export const french: ScannerWords = {
  scanner: 'Lecteur de codes',
  keys: {
    start: 'Démarrer la caméra',
    light: 'Lampe',
    closer: '2×',
    otherLens: 'Autre objectif',
    photo: 'Photo',
  },
  states: {
    asking: 'Autorisez cette page à utiliser la caméra.',
    starting: 'La caméra démarre.',
    running: 'Tenez le code dans le cadre, à une largeur de main.',
    'not-started': 'La caméra est éteinte.',
    stopped: 'La caméra est éteinte.',
    hidden: 'La caméra est en pause.',
    'no-picture': 'La caméra s’est endormie. Réveillez-la.',
    ended: 'La caméra a été retirée. Redémarrez-la.',
    refused:
      'La caméra est bloquée pour cette page. Autorisez-la dans la barre d’adresse, ou prenez une photo du code.',
    'refused-by-page-policy':
      'Cette page n’a pas le droit d’utiliser une caméra. Une photo du code convient.',
    'no-camera': 'Il n’y a pas de caméra ici. Choisissez une photo du code.',
    'in-use': 'Un autre programme utilise la caméra. Fermez-le, puis redémarrez la caméra.',
    'insecure-page': 'Les caméras ne marchent que sur des pages https. Choisissez une photo du code.',
    'pixels-hidden':
      'Ce navigateur cache les images de la caméra. Choisissez une photo : elle reste sur cet appareil.',
    'reader-failed': 'Le lecteur n’a pas été chargé. Vérifiez la connexion, puis redémarrez.',
  },
  hint: 'Rien encore. Reculez un peu, ou allumez la lampe.',
  read: 'Code lu.',
  noCode: 'Aucun code dans la photo.',
  noPhoto: 'La photo ne peut pas être lue. Choisissez-en une autre.',
}

export const german: ScannerWords = {
  scanner: 'Codeleser',
  keys: {
    start: 'Kamera starten',
    light: 'Licht',
    closer: '2×',
    otherLens: 'Andere Linse',
    photo: 'Foto',
  },
  states: {
    asking: 'Erlauben Sie dieser Seite die Kamera.',
    starting: 'Die Kamera startet.',
    running: 'Halten Sie den Code in den Rahmen, eine Handbreit entfernt.',
    'not-started': 'Die Kamera ist aus.',
    stopped: 'Die Kamera ist aus.',
    hidden: 'Die Kamera macht Pause.',
    'no-picture': 'Die Kamera ist eingeschlafen. Wecken Sie sie.',
    ended: 'Die Kamera wurde weggenommen. Starten Sie sie neu.',
    refused:
      'Die Kamera ist für diese Seite gesperrt. Erlauben Sie sie in der Adresszeile, oder fotografieren Sie den Code.',
    'refused-by-page-policy': 'Diese Seite darf keine Kamera benutzen. Ein Foto des Codes geht.',
    'no-camera': 'Hier ist keine Kamera. Wählen Sie ein Foto des Codes.',
    'in-use': 'Ein anderes Programm benutzt die Kamera. Schließen Sie es, und starten Sie die Kamera neu.',
    'insecure-page': 'Kameras gehen nur auf https-Seiten. Wählen Sie ein Foto des Codes.',
    'pixels-hidden':
      'Dieser Browser verbirgt die Bilder der Kamera. Wählen Sie ein Foto: Es bleibt auf diesem Gerät.',
    'reader-failed': 'Der Leser wurde nicht geladen. Prüfen Sie die Verbindung, und starten Sie neu.',
  },
  hint: 'Noch nichts. Gehen Sie etwas zurück, oder schalten Sie das Licht ein.',
  read: 'Code gelesen.',
  noCode: 'Im Foto ist kein Code.',
  noPhoto: 'Das Foto lässt sich nicht lesen. Wählen Sie ein anderes.',
}

export const spanish: ScannerWords = {
  scanner: 'Lector de códigos',
  keys: {
    start: 'Encender la cámara',
    light: 'Luz',
    closer: '2×',
    otherLens: 'Otra lente',
    photo: 'Foto',
  },
  states: {
    asking: 'Permita que esta página use la cámara.',
    starting: 'La cámara se está encendiendo.',
    running: 'Ponga el código en el marco, a un palmo.',
    'not-started': 'La cámara está apagada.',
    stopped: 'La cámara está apagada.',
    hidden: 'La cámara está en pausa.',
    'no-picture': 'La cámara se durmió. Despiértela.',
    ended: 'La cámara fue retirada. Enciéndala de nuevo.',
    refused:
      'La cámara está bloqueada para esta página. Permítala en la barra de direcciones, o haga una foto del código.',
    'refused-by-page-policy': 'Esta página no puede usar una cámara. Una foto del código sirve.',
    'no-camera': 'Aquí no hay cámara. Elija una foto del código.',
    'in-use': 'Otro programa usa la cámara. Ciérrelo y encienda la cámara de nuevo.',
    'insecure-page': 'Las cámaras solo funcionan en páginas https. Elija una foto del código.',
    'pixels-hidden':
      'Este navegador oculta las imágenes de la cámara. Elija una foto: se queda en este dispositivo.',
    'reader-failed': 'El lector no se cargó. Revise la conexión y empiece de nuevo.',
  },
  hint: 'Nada todavía. Aléjese un poco, o encienda la luz.',
  read: 'Código leído.',
  noCode: 'No hay ningún código en la foto.',
  noPhoto: 'La foto no se puede leer. Elija otra.',
}

export const chinese: ScannerWords = {
  scanner: '扫码器',
  keys: { start: '打开相机', light: '手电筒', closer: '2×', otherLens: '切换镜头', photo: '照片' },
  states: {
    asking: '请允许此页面使用相机。',
    starting: '相机正在启动。',
    running: '请将二维码对准取景框，距离约一掌宽。',
    'not-started': '相机已关闭。',
    stopped: '相机已关闭。',
    hidden: '相机已暂停。',
    'no-picture': '相机没有画面，请重新打开。',
    ended: '相机已断开，请重新打开。',
    refused: '此页面的相机被阻止。请在地址栏中允许，或拍摄二维码的照片。',
    'refused-by-page-policy': '此页面不允许使用相机。可以选择二维码的照片。',
    'no-camera': '这里没有相机。请选择二维码的照片。',
    'in-use': '另一个程序正在使用相机。请关闭它，然后重新打开相机。',
    'insecure-page': '相机只能在 https 页面上使用。请选择二维码的照片。',
    'pixels-hidden': '此浏览器隐藏相机画面。请选择一张照片：照片不会离开本设备。',
    'reader-failed': '扫码器未能加载。请检查网络，然后重新打开。',
  },
  hint: '还没有读到。请稍微离远一点，或打开手电筒。',
  read: '已读取二维码。',
  noCode: '照片中没有二维码。',
  noPhoto: '无法读取这张照片，请换一张。',
}
