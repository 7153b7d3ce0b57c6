import { dictionary } from '../i18n.svelte'

const words = dictionary({
  zoomIn: ['Приблизить', 'Zoom in'],
  zoomOut: ['Отдалить', 'Zoom out'],
  meters: ['м', 'm'],
  kilometers: ['км', 'km'],
  map: ['Карта', 'Map'],
  mark: ['Метка', 'Mark'],
  close: ['Закрыть', 'Close'],
  noBasemap: ['Подложка не загружается: показана своя карта города.', 'The basemap does not come: this is the city\'s own map.'],
  noWebGL: ['Карта недоступна: нет WebGL. Списки работают.', 'No map: WebGL is missing. The lists work.'],
})

/** The map's own controls in the chosen language; maplibre takes them by its own names. */
export function controlWords(): Record<string, string> {
  return {
    'NavigationControl.ZoomIn': words.zoomIn,
    'NavigationControl.ZoomOut': words.zoomOut,
    'ScaleControl.Meters': words.meters,
    'ScaleControl.Kilometers': words.kilometers,
    'Map.Title': words.map,
    'Marker.Title': words.mark,
    'Popup.Close': words.close,
  }
}

export const mapWords = words
