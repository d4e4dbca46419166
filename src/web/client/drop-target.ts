import { useEffect, useState } from 'hono/jsx/dom';
import { type Chosen, takeDrop, takePicked } from './intake.ts';
import { prepareCheck } from './readiness.ts';

/** The whole window takes drops, so that a near miss does not open the file instead. */
export function useDropTarget(check: (listing: Promise<Chosen[]>) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onEnter = (event: DragEvent) => {
      if (holdsFiles(event)) prepareCheck();
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      setOver(false);
      check(takeDrop(event.dataTransfer));
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = takePicked(event.clipboardData?.files ?? null);
      if (files.length === 0) return;
      event.preventDefault();
      check(Promise.resolve(files));
    };
    addEventListener('dragenter', onEnter);
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragenter', onEnter);
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
      removeEventListener('paste', onPaste);
    };
  }, []);
  return over;
}

/** Opens the system's file or folder chooser; no `accept`, the system may not know a type. */
export function pick(folder: boolean, check: (listing: Promise<Chosen[]>) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.webkitdirectory = folder;
  input.addEventListener('change', () => {
    const chosen = takePicked(input.files);
    if (chosen.length > 0) check(Promise.resolve(chosen));
  });
  input.click();
  prepareCheck();
}
