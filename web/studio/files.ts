// Files that the person gives: pickers, drag and drop.
import type { DataForm } from './trainer_module.ts';

// Nothing when the person closes the picker.
export function pickFile(accept: string): Promise<File | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  });
}

export function formOf(name: string): DataForm {
  return name.toLowerCase().endsWith('.json') ? 'json' : 'csv';
}

export function listenForDrops(onHover: (over: boolean) => void, onFile: (file: File) => void): void {
  let inside = 0; // enter and leave come for every element that is crossed
  const hover = (over: boolean): void => {
    inside = over ? inside + 1 : Math.max(0, inside - 1);
    onHover(inside > 0);
  };
  window.addEventListener('dragenter', () => hover(true));
  window.addEventListener('dragleave', () => hover(false));
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    inside = 0;
    onHover(false);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) onFile(file);
  });
}
