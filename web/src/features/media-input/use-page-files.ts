import { type RefObject, useEffect, useRef, useState } from 'react';
import type { UploadKind } from '../../api/wire.ts';

const isOfKind = (type: string, kind: UploadKind): boolean => type.startsWith(`${kind}/`);

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/** Whether a file of the kind is on its way; a browser that does not tell types before the drop means perhaps. */
const mayHold = ({ dataTransfer }: DragEvent, kind: UploadKind): boolean =>
  [...(dataTransfer?.items ?? [])].some(({ type }) => type === '' || isOfKind(type, kind));

const isDialogOpen = (): boolean => document.querySelector('dialog:modal') !== null;

const isWithin = (event: Event, box: HTMLElement | null): boolean =>
  event.target instanceof Node && (box?.contains(event.target) ?? false);

/**
 * Takes files that are dropped or pasted anywhere on the page: those of the kind, and on the box itself any, since who
 * aims there is told why it does not do. An open dialog has the page for itself.
 * @returns whether one is being held over the page
 */
export const usePageFiles = (
  kind: UploadKind,
  box: RefObject<HTMLElement | null>,
  onFile: (file: File) => void,
): boolean => {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });
  useEffect(() => {
    const take = (file: File | undefined) => {
      if (file && !isDialogOpen()) latest.current(file);
    };
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Else the browser would leave the page for a file that misses the box.
      event.preventDefault();
      setOver(mayHold(event, kind) && !isDialogOpen());
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      take(files.find(({ type }) => isOfKind(type, kind)) ?? (isWithin(event, box.current) ? files[0] : undefined));
    };
    const onPaste = (event: ClipboardEvent) => {
      take([...(event.clipboardData?.files ?? [])].find(({ type }) => isOfKind(type, kind)));
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, [kind, box]);
  return isOver;
};
