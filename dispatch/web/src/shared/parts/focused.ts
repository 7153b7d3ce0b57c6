/** Takes the focus when it appears, wherever the focus was: what opens by a key is typed into at once. */
export function focused(control: HTMLElement) {
  control.focus()
}
