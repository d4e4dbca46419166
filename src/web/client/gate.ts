/** Open unless closed; who comes meanwhile waits. */
export class Gate {
  #closed: { readonly opened: Promise<void>; readonly open: () => void } | null = null;

  get isClosed(): boolean {
    return this.#closed !== null;
  }

  close(): void {
    if (this.#closed !== null) return;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#closed = { opened, open };
  }

  open(): void {
    this.#closed?.open();
    this.#closed = null;
  }

  async pass(): Promise<void> {
    while (this.#closed !== null) await this.#closed.opened;
  }
}
