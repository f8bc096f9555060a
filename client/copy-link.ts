/** `<copy-link>` around a button and a status: copies the address that the page gives as its own. */
export class CopyLink extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    const status = this.querySelector('[role="status"]');
    button?.addEventListener('click', async () => {
      const done = await navigator.clipboard.writeText(this.dataset.address ?? '').then(
        () => true,
        () => false,
      );
      if (status) status.textContent = this.dataset[done ? 'done' : 'failed'] ?? '';
    });
  }
}
