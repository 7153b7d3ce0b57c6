import arrowUpDown from 'lucide-static/icons/arrow-up-down.svg?raw'
import bell from 'lucide-static/icons/bell.svg?raw'
import bellRing from 'lucide-static/icons/bell-ring.svg?raw'
import brickWall from 'lucide-static/icons/brick-wall.svg?raw'
import broom from 'lucide-static/icons/broom.svg?raw'
import building2 from 'lucide-static/icons/building-2.svg?raw'
import cable from 'lucide-static/icons/cable.svg?raw'
import calendarClock from 'lucide-static/icons/calendar-clock.svg?raw'
import camera from 'lucide-static/icons/camera.svg?raw'
import chartColumn from 'lucide-static/icons/chart-column.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import chevronLeft from 'lucide-static/icons/chevron-left.svg?raw'
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw'
import chevronUp from 'lucide-static/icons/chevron-up.svg?raw'
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import circleHelp from 'lucide-static/icons/circle-help.svg?raw'
import circleX from 'lucide-static/icons/circle-x.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import clockAlert from 'lucide-static/icons/clock-alert.svg?raw'
import cloudOff from 'lucide-static/icons/cloud-off.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import construction from 'lucide-static/icons/construction.svg?raw'
import doorOpen from 'lucide-static/icons/door-open.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import droplet from 'lucide-static/icons/droplet.svg?raw'
import droplets from 'lucide-static/icons/droplets.svg?raw'
import flame from 'lucide-static/icons/flame.svg?raw'
import gauge from 'lucide-static/icons/gauge.svg?raw'
import hammer from 'lucide-static/icons/hammer.svg?raw'
import hardHat from 'lucide-static/icons/hard-hat.svg?raw'
import heater from 'lucide-static/icons/heater.svg?raw'
import history from 'lucide-static/icons/history.svg?raw'
import house from 'lucide-static/icons/house.svg?raw'
import image from 'lucide-static/icons/image.svg?raw'
import info from 'lucide-static/icons/info.svg?raw'
import keyboard from 'lucide-static/icons/keyboard.svg?raw'
import languages from 'lucide-static/icons/languages.svg?raw'
import layers from 'lucide-static/icons/layers.svg?raw'
import lightbulb from 'lucide-static/icons/lightbulb.svg?raw'
import link from 'lucide-static/icons/link.svg?raw'
import loaderCircle from 'lucide-static/icons/loader-circle.svg?raw'
import locate from 'lucide-static/icons/locate.svg?raw'
import logOut from 'lucide-static/icons/log-out.svg?raw'
import mapPin from 'lucide-static/icons/map-pin.svg?raw'
import mapPinOff from 'lucide-static/icons/map-pin-off.svg?raw'
import mapPinPlus from 'lucide-static/icons/map-pin-plus.svg?raw'
import messageSquare from 'lucide-static/icons/message-square.svg?raw'
import moon from 'lucide-static/icons/moon.svg?raw'
import navigation from 'lucide-static/icons/navigation.svg?raw'
import octagonAlert from 'lucide-static/icons/octagon-alert.svg?raw'
import pause from 'lucide-static/icons/pause.svg?raw'
import phone from 'lucide-static/icons/phone.svg?raw'
import phoneCall from 'lucide-static/icons/phone-call.svg?raw'
import phoneForwarded from 'lucide-static/icons/phone-forwarded.svg?raw'
import phoneIncoming from 'lucide-static/icons/phone-incoming.svg?raw'
import pipette from 'lucide-static/icons/pipette.svg?raw'
import play from 'lucide-static/icons/play.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import printer from 'lucide-static/icons/printer.svg?raw'
import receiptText from 'lucide-static/icons/receipt-text.svg?raw'
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw'
import route from 'lucide-static/icons/route.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import send from 'lucide-static/icons/send.svg?raw'
import shieldAlert from 'lucide-static/icons/shield-alert.svg?raw'
import showerHead from 'lucide-static/icons/shower-head.svg?raw'
import siren from 'lucide-static/icons/siren.svg?raw'
import snowflake from 'lucide-static/icons/snowflake.svg?raw'
import sun from 'lucide-static/icons/sun.svg?raw'
import tablet from 'lucide-static/icons/tablet.svg?raw'
import textSearch from 'lucide-static/icons/text-search.svg?raw'
import thermometer from 'lucide-static/icons/thermometer.svg?raw'
import toilet from 'lucide-static/icons/toilet.svg?raw'
import trash2 from 'lucide-static/icons/trash-2.svg?raw'
import trees from 'lucide-static/icons/trees.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'
import truck from 'lucide-static/icons/truck.svg?raw'
import umbrella from 'lucide-static/icons/umbrella.svg?raw'
import undo2 from 'lucide-static/icons/undo-2.svg?raw'
import unplug from 'lucide-static/icons/unplug.svg?raw'
import user from 'lucide-static/icons/user.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'
import volume2 from 'lucide-static/icons/volume-2.svg?raw'
import volumeOff from 'lucide-static/icons/volume-off.svg?raw'
import waves from 'lucide-static/icons/waves.svg?raw'
import wifi from 'lucide-static/icons/wifi.svg?raw'
import wifiOff from 'lucide-static/icons/wifi-off.svg?raw'
import wind from 'lucide-static/icons/wind.svg?raw'
import wrench from 'lucide-static/icons/wrench.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import zap from 'lucide-static/icons/zap.svg?raw'

// Lucide signs (ISC licence), by the names that the classifier and the screens use.
export const icons = {
  'arrow-up-down': arrowUpDown,
  bell,
  'bell-ring': bellRing,
  'brick-wall': brickWall,
  broom,
  'building-2': building2,
  cable,
  'calendar-clock': calendarClock,
  camera,
  'chart-column': chartColumn,
  check,
  'chevron-down': chevronDown,
  'chevron-left': chevronLeft,
  'chevron-right': chevronRight,
  'chevron-up': chevronUp,
  'circle-alert': circleAlert,
  'circle-check': circleCheck,
  'circle-help': circleHelp,
  'circle-x': circleX,
  clock,
  'clock-alert': clockAlert,
  'cloud-off': cloudOff,
  copy,
  construction,
  'door-open': doorOpen,
  download,
  droplet,
  droplets,
  flame,
  gauge,
  hammer,
  'hard-hat': hardHat,
  heater,
  history,
  house,
  image,
  info,
  keyboard,
  languages,
  layers,
  lightbulb,
  link,
  'loader-circle': loaderCircle,
  locate,
  'log-out': logOut,
  'map-pin': mapPin,
  'map-pin-off': mapPinOff,
  'map-pin-plus': mapPinPlus,
  'message-square': messageSquare,
  moon,
  navigation,
  'octagon-alert': octagonAlert,
  pause,
  phone,
  'phone-call': phoneCall,
  'phone-forwarded': phoneForwarded,
  'phone-incoming': phoneIncoming,
  pipette,
  play,
  plus,
  printer,
  'receipt-text': receiptText,
  'rotate-ccw': rotateCcw,
  route,
  search,
  send,
  'shield-alert': shieldAlert,
  'shower-head': showerHead,
  siren,
  snowflake,
  sun,
  tablet,
  'text-search': textSearch,
  thermometer,
  toilet,
  'trash-2': trash2,
  trees,
  'triangle-alert': triangleAlert,
  truck,
  umbrella,
  'undo-2': undo2,
  unplug,
  user,
  users,
  'volume-2': volume2,
  'volume-off': volumeOff,
  waves,
  wifi,
  'wifi-off': wifiOff,
  wind,
  wrench,
  x,
  zap,
}

export type IconName = keyof typeof icons

/** A sign by a name that came from the server; a question mark when this build does not know it. */
export function iconNamed(name: string): IconName {
  return name in icons ? (name as IconName) : 'circle-help'
}
