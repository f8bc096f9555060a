/**
 * Makes a toggle of the button in an element, with a status beside it: `data-done` is said when it was pressed, `data-failed` where the
 * browser does not keep it.
 * @param turn returns whether that was done
 */
export function makeToggle(element: HTMLElement, isOn: () => boolean, turn: (isOn: boolean) => boolean): void {
  const button = element.querySelector('button');
  const status = element.querySelector('[role="status"]');
  if (!button || !status) return;
  const show = (): void => {
    button.ariaPressed = String(isOn());
  };
  show();
  button.addEventListener('click', () => {
    const isDone = turn(!isOn());
    status.textContent = (isDone ? isOn() && element.dataset.done : element.dataset.failed) || '';
    show();
  });
  // Another tab may have changed it, or the page comes back as it was left.
  addEventListener('storage', show);
  addEventListener('pageshow', show);
}
