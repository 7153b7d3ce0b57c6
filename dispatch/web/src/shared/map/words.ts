import { tongue } from '../i18n.svelte'

/** The map's own controls in Russian; maplibre speaks English by itself. */
export function mapWords(): Record<string, string> {
  if (tongue.language === 'en') return {}
  return {
    'NavigationControl.ZoomIn': 'Приблизить',
    'NavigationControl.ZoomOut': 'Отдалить',
    'ScaleControl.Meters': 'м',
    'ScaleControl.Kilometers': 'км',
    'Map.Title': 'Карта',
    'Marker.Title': 'Метка',
    'Popup.Close': 'Закрыть',
  }
}
